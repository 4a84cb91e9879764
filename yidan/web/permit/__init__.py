"""The faces of approvals: a project's permit sheet, a case with its clock day by day, the city's page, the acts."""
