// Any operations on overlays, block after block, agree with maps that are copied whole for each transaction, and roots
// with tries built from nothing.
#include "state/overlay_test_model.hpp"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    if (size <= 4096) serinus::state::test::run_against_model({data, size});
    return 0;
}
