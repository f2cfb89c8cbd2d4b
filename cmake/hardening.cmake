# Hardening of release builds. What each flag costs is measured in docs/performance.md; tests/hardening checks the result.
#
# Libraries take these flags together with the precompiled headers, which must be compiled with the same ones. The code of
# tests goes without them, for it is not optimized.
#
# Absent on purpose:
# - _FORTIFY_SOURCE=3: it computes the size of each buffer at run time, which more than halves the speed of encoding structs;
# - -fcf-protection: Debian 12's C library does not enable it, so nothing would come of it. A shadow stack could not be
#   claimed anyway: when compiled Wasm code traps, several frames are left at once (wasm/x64/entry.cpp).
option(SERINUS_HARDEN "Harden release builds: stack protector, checked library calls, full RELRO" ON)

set(SERINUS_HARDENING "")
if(SERINUS_HARDEN AND CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT SERINUS_SANITIZE)
  set(SERINUS_HARDENING
    -fPIE
    -fstack-protector-strong
    -fstack-clash-protection
    -D_FORTIFY_SOURCE=2            # bounds of the C library's calls on buffers of known size
    -D_GLIBCXX_ASSERTIONS          # bounds of std::vector, std::span, std::string_view …
    -ftrivial-auto-var-init=zero)  # a variable that is read before it is set is 0, not what the stack held
  add_link_options(-pie LINKER:-z,relro,-z,now,-z,noexecstack)
endif()
