# Every library is a Debian package; tools/packages.txt lists them.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(GTest REQUIRED)
find_package(benchmark REQUIRED)
find_package(OpenSSL 3 REQUIRED COMPONENTS Crypto SSL)
find_package(CLI11 REQUIRED)
find_package(asmjit REQUIRED)
find_package(wabt REQUIRED) # tests and fuzz targets only
set(Boost_USE_STATIC_LIBS ON) # a program that starts in milliseconds loads few shared libraries
find_package(Boost 1.81 REQUIRED COMPONENTS json)
pkg_check_modules(SODIUM REQUIRED IMPORTED_TARGET libsodium)
pkg_check_modules(CARES REQUIRED IMPORTED_TARGET libcares)
pkg_check_modules(SECP256K1 REQUIRED IMPORTED_TARGET libsecp256k1)
pkg_check_modules(XXHASH REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(LMDB REQUIRED IMPORTED_TARGET lmdb)
pkg_check_modules(ROCKSDB REQUIRED IMPORTED_TARGET rocksdb) # only benches: the peer of our store

# Short names, so that a module's declaration reads like a sentence.
add_library(sodium ALIAS PkgConfig::SODIUM)
add_library(cares ALIAS PkgConfig::CARES)
add_library(secp256k1 ALIAS PkgConfig::SECP256K1)
add_library(xxhash ALIAS PkgConfig::XXHASH)
add_library(openssl ALIAS OpenSSL::Crypto)
add_library(openssl_ssl ALIAS OpenSSL::SSL)
add_library(cli11 ALIAS CLI11::CLI11)
add_library(boost_json ALIAS Boost::json)
add_library(boost_headers ALIAS Boost::headers)
add_library(zstd ALIAS PkgConfig::ZSTD)
add_library(lmdb ALIAS PkgConfig::LMDB)
add_library(rocksdb ALIAS PkgConfig::ROCKSDB)
add_library(wabt ALIAS wabt::wabt)
