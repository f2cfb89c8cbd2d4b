# The standard headers that nearly every source includes, compiled once for all modules. That this header is there by
# itself is no reason to leave out an #include: a source names what it uses.
set(SERINUS_PRECOMPILED_HEADERS
  <algorithm>
  <array>
  <atomic>
  <bit>
  <charconv>
  <chrono>
  <condition_variable>
  <cstdio>
  <cstdlib>
  <cstring>
  <deque>
  <functional>
  <map>
  <memory>
  <mutex>
  <optional>
  <set>
  <span>
  <string>
  <string_view>
  <thread>
  <utility>
  <variant>
  <vector>)
file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/precompiled.cpp CONTENT "// Only carries the precompiled headers.\n")
add_library(serinus_precompiled OBJECT ${CMAKE_BINARY_DIR}/precompiled.cpp)
target_compile_options(serinus_precompiled PUBLIC ${SERINUS_HARDENING})
target_precompile_headers(serinus_precompiled PRIVATE ${SERINUS_PRECOMPILED_HEADERS})

# serinus_use_precompiled(serinus_trie serinus_precompiled): the target takes these precompiled headers, and the flags
# that they were compiled with.
function(serinus_use_precompiled target precompiled)
  target_precompile_headers(${target} REUSE_FROM ${precompiled})
  target_compile_options(${target} PRIVATE $<TARGET_PROPERTY:${precompiled},INTERFACE_COMPILE_OPTIONS>)
endfunction()

# For fuzz targets that replay a corpus.
add_library(serinus_precompiled_replay OBJECT EXCLUDE_FROM_ALL ${CMAKE_BINARY_DIR}/precompiled.cpp)
target_include_directories(serinus_precompiled_replay PRIVATE ${PROJECT_SOURCE_DIR}/src)
target_compile_options(serinus_precompiled_replay PRIVATE -O0)
target_precompile_headers(serinus_precompiled_replay PRIVATE ${SERINUS_PRECOMPILED_HEADERS}
  ${PROJECT_SOURCE_DIR}/src/codec/scale.hpp)

# serinus_precompile(chain HEADERS…): the same and these headers of ours, for the sources and the tests of rooms that name
# PRECOMPILED chain. Reading the headers takes most of the time that such a source takes.
function(serinus_precompile name)
  set(library serinus_precompiled_${name})
  add_library(${library} OBJECT ${CMAKE_BINARY_DIR}/precompiled.cpp)
  target_include_directories(${library} PRIVATE ${PROJECT_SOURCE_DIR}/src)
  target_precompile_headers(${library} PRIVATE ${SERINUS_PRECOMPILED_HEADERS} ${ARGN})
  target_compile_options(${library} PUBLIC ${SERINUS_HARDENING})

  # Tests are not optimized: tests/support.
  add_library(${library}_test OBJECT EXCLUDE_FROM_ALL ${CMAKE_BINARY_DIR}/precompiled.cpp)
  target_include_directories(${library}_test PRIVATE ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(${library}_test PRIVATE GTest::gtest GTest::gmock)
  target_compile_options(${library}_test PRIVATE -O0)
  target_precompile_headers(${library}_test PRIVATE ${SERINUS_PRECOMPILED_HEADERS} <gmock/gmock.h> <gtest/gtest.h> ${ARGN})
endfunction()

serinus_precompile(chain ${PROJECT_SOURCE_DIR}/src/codec/scale.hpp ${PROJECT_SOURCE_DIR}/src/chain/client/client.hpp)
serinus_precompile(rpc ${PROJECT_SOURCE_DIR}/src/codec/scale.hpp ${PROJECT_SOURCE_DIR}/src/rpc/services.hpp)
# These rooms compute little: sanitized they are not optimized, which would take most of the time of their translation.
if(SERINUS_SANITIZE)
  target_compile_options(serinus_precompiled_rpc PUBLIC -O0)
endif()
