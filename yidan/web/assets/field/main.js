// The field app starts here.
