# What `make install` and the package serinus-sdk give to those who write a runtime: headers and sources, the SDK compiled
# natively and for Wasm, the CMake package, templates of `serinus new`.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# The native SDK as one archive with the rooms of the host that it needs, so that a test links in seconds. Without debug
# information, which is ten times the code.
set(sdk_native ${CMAKE_BINARY_DIR}/sdk/libserinus_sdk_native.a)
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/sdk)
set(sdk_objects "")
set(sdk_parts serinus_sdk_native runtime_metadata serinus_runtime_host
  serinus_base serinus_platform serinus_codec serinus_hashing serinus_metadata_model serinus_primitives serinus_crypto serinus_trie)
foreach(part IN LISTS sdk_parts)
  list(APPEND sdk_objects "$<FILTER:$<TARGET_OBJECTS:${part}>,EXCLUDE,\\.pch$>") # precompiled headers count as objects
endforeach()
find_program(LLVM_AR llvm-ar-19 REQUIRED)
find_program(LLVM_STRIP llvm-strip-19 REQUIRED)
add_custom_command(OUTPUT ${sdk_native}
  COMMAND ${CMAKE_COMMAND} -E rm -f ${sdk_native}
  COMMAND ${LLVM_AR} rcsD ${sdk_native} ${sdk_objects}
  COMMAND ${LLVM_STRIP} --strip-debug ${sdk_native}
  DEPENDS ${sdk_parts}
  COMMENT "Archiving the native SDK" VERBATIM COMMAND_EXPAND_LISTS)
add_custom_target(installed_sdk ALL DEPENDS ${sdk_native} ${SERINUS_SDK_WASM})

# Debian packages that building a chain needs; SerinusConfig.cmake.in and templates/chain/Makefile name them too.
set(SERINUS_SDK_PACKAGES cmake ninja-build clang-19 lld-19 libc++-19-dev-wasm32 python3 libgtest-dev libsodium-dev
  libssl-dev libsecp256k1-dev libxxhash-dev)

set(SERINUS_SDK_FOLDER ${CMAKE_INSTALL_DATADIR}/serinus/sdk)
set(SERINUS_LIBRARY_FOLDER ${CMAKE_INSTALL_LIBDIR}/serinus)
set(SERINUS_PROGRAM_FILE ${CMAKE_INSTALL_BINDIR}/serinus)
set(sdk_cmake ${CMAKE_INSTALL_LIBDIR}/cmake/Serinus)
configure_package_config_file(cmake/SerinusConfig.cmake.in ${CMAKE_BINARY_DIR}/sdk/SerinusConfig.cmake
  INSTALL_DESTINATION ${sdk_cmake} PATH_VARS SERINUS_SDK_FOLDER SERINUS_LIBRARY_FOLDER SERINUS_PROGRAM_FILE)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/sdk/SerinusConfigVersion.cmake COMPATIBILITY ExactVersion)

set(CMAKE_INSTALL_DEFAULT_COMPONENT_NAME sdk)
install(FILES ${CMAKE_BINARY_DIR}/sdk/SerinusConfig.cmake ${CMAKE_BINARY_DIR}/sdk/SerinusConfigVersion.cmake
  cmake/serinus_compose.cmake cmake/serinus_wasm.cmake cmake/serinus_runtime.cmake
  cmake/unsigned_wrap.cmake cmake/unsigned_wrap_ignorelist.txt DESTINATION ${sdk_cmake})
install(FILES ${sdk_native} ${SERINUS_SDK_WASM} DESTINATION ${SERINUS_LIBRARY_FOLDER})
install(DIRECTORY runtime/arithmetic runtime/npos runtime/protocol runtime/sdk runtime/xcm runtime/pallets DESTINATION ${SERINUS_SDK_FOLDER}/runtime
  FILES_MATCHING PATTERN "*.hpp" PATTERN "*.ipp" PATTERN "*.cpp" PATTERN "*_test.?pp" EXCLUDE)
install(FILES runtime/sdk/host/native/world_test.hpp DESTINATION ${SERINUS_SDK_FOLDER}/runtime/sdk/host/native)
foreach(room base codec hashing primitives crypto trie platform)
  install(DIRECTORY src/${room} DESTINATION ${SERINUS_SDK_FOLDER}/src
    FILES_MATCHING PATTERN "*.hpp" PATTERN "*_test.hpp" EXCLUDE)
endforeach()
install(FILES tools/runtime/compose.py tools/runtime/source_facts.py DESTINATION ${SERINUS_SDK_FOLDER}/tools/runtime)
install(DIRECTORY templates DESTINATION ${CMAKE_INSTALL_DATADIR}/serinus)
install(DIRECTORY docs/tutorial DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/serinus-sdk)
install(FILES docs/runtime.md LICENSE DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/serinus-sdk)
