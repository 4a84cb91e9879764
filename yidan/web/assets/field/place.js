// Where a picture is taken: asked for only while one is being taken, only if the person wants it, never kept as a track.
const PATIENCE_MS = 15000;

export function watchPlace(onPlace) {
  if (!navigator.geolocation) {
    onPlace({ fault: true });
    return () => {};
  }
  const watch = navigator.geolocation.watchPosition(
    ({ coords }) => onPlace({
      longitude: Math.round(coords.longitude * 1e6) / 1e6,
      latitude: Math.round(coords.latitude * 1e6) / 1e6,
      accuracy_m: Math.round(coords.accuracy),
      datum: "wgs84",
    }),
    () => onPlace({ fault: true }),
    { enableHighAccuracy: true, timeout: PATIENCE_MS, maximumAge: 0 },
  );
  return () => navigator.geolocation.clearWatch(watch);
}
