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
target_precompile_headers(serinus_precompiled PRIVATE ${SERINUS_PRECOMPILED_HEADERS})
