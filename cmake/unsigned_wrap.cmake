# Pallets and the SDK in native tests: an unsigned sum, difference or product that leaves its range ends the test with its
# place, as in tests of the reference. On Wasm it wraps, as there. What wraps on purpose says so (arithmetic/wrapping.hpp) or is
# listed in unsigned_wrap_ignorelist.txt.
set(SERINUS_UNSIGNED_WRAP_FLAGS -fsanitize=unsigned-integer-overflow -fno-sanitize-recover=unsigned-integer-overflow
  -fsanitize-ignorelist=${CMAKE_CURRENT_LIST_DIR}/unsigned_wrap_ignorelist.txt)

# The sources of the target are checked. Who reports is serinus_runtime_host (sdk/host/native/unsigned_wrap.cpp), or in sanitized
# builds the runtime of the sanitizer.
function(serinus_check_unsigned target)
  target_compile_options(${target} PRIVATE ${SERINUS_UNSIGNED_WRAP_FLAGS})
endfunction()
