"""A real S3 server on loopback (moto's) and an empty bucket of it, for whatever keeps files there."""

from types import SimpleNamespace

import pytest
from django.core.files.storage import storages

from tests.conftest import absent


@pytest.fixture(scope="session")
def s3_server():
    """A real S3 server in this process, for all tests of it."""
    try:
        from moto.server import ThreadedMotoServer
    except ImportError:
        absent("s3", "needs moto and boto3: requirements-dev.in")
    import logging

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    yield "http://{}:{}".format(*server.get_host_and_port())
    server.stop()


@pytest.fixture
def bucket(s3_server, settings, monkeypatch):
    """The instance keeps its files in an empty bucket."""
    import boto3

    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    client = boto3.client("s3", endpoint_url=s3_server, region_name="us-east-1")
    client.create_bucket(Bucket="yidan")
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "bucket_name": "yidan", "endpoint_url": s3_server, "region_name": "us-east-1",
                "addressing_style": "path", "location": "files",
            },
        },
    }  # fmt: skip
    yield SimpleNamespace(client=client, storage=storages["default"])
    for each in client.list_objects_v2(Bucket="yidan").get("Contents", []):
        client.delete_object(Bucket="yidan", Key=each["Key"])
    client.delete_bucket(Bucket="yidan")
