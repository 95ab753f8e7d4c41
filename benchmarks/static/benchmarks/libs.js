// Where the vendored files put what they would make global.
document.getElementById('fr-app').formrerun = { libs: {} };
