// What the runtime says of a transaction is decoded or refused; what is decoded is encoded to the same bytes.
#include "base/assert.hpp"
#include "codec/scale.hpp"
#include "pool/validity.hpp"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    using namespace serinus;
    const BytesView input(data, size);
    const auto valid = pool::decode_validity(input);
    if (!valid) {
        SERINUS_ASSERT(!valid.error().reason.empty());
        return 0;
    }
    Bytes again = {0};
    scale::append_encoded(again, *valid);
    SERINUS_ASSERT(equal(again, input));
    return 0;
}
