// Block data of a PoV: what decodes is encoded to the same bytes, in its version.
#include "base/assert.hpp"
#include "collator/block_data.hpp"
#include "collator/digests.hpp"

using namespace serinus;
using namespace serinus::collator;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const BytesView input(data, size);
    const auto decoded = decode_block_data(input);
    if (!decoded) return 0;
    const Bytes versioned = encode_block_data(*decoded);
    const bool is_v0 = !equal(versioned, input);
    if (is_v0) SERINUS_ASSERT(equal(encode_block_data_v0(*decoded), input));
    SERINUS_ASSERT(decode_block_data(versioned) == *decoded);
    for (const auto& block : decoded->blocks) {
        const auto& digest = block.header.digest;
        SERINUS_ASSERT(!is_last_in_bundle(digest).value_or(false) || find_bundle_info(digest));
        if (const auto core = find_core_info(digest)) {
            SERINUS_ASSERT(find_core_info({digest_item_of(*core)}) == core);
        }
        (void)find_relay_parent(digest);
    }
    return 0;
}
