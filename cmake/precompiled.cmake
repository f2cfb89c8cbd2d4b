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

# serinus_precompile(name [flags]): the same, and the codec.
function(serinus_precompile name)
  set(library serinus_precompiled_${name})
  add_library(${library} OBJECT EXCLUDE_FROM_ALL ${CMAKE_BINARY_DIR}/precompiled.cpp)
  target_include_directories(${library} PRIVATE ${PROJECT_SOURCE_DIR}/src)
  target_precompile_headers(${library} PRIVATE ${SERINUS_PRECOMPILED_HEADERS} ${PROJECT_SOURCE_DIR}/src/codec/scale.hpp)
  target_compile_options(${library} PUBLIC ${SERINUS_HARDENING} ${ARGN})
endfunction()

# The standard library and the codec, which change seldom, and nothing else of ours: what is precompiled is compiled again
# with all its users (tests/house).
serinus_precompile(codec)
if(SERINUS_SANITIZE)
  serinus_precompile(codec_unoptimized -O0)
endif()
