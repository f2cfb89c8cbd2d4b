// Any operations on the graph of transactions agree with a model that looks at all of them every time.
#include "pool/graph_model.hpp"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    if (size <= 2048) serinus::pool::test::run_against_model({data, size});
    return 0;
}
