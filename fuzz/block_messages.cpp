// Requests for blocks and answers to them: what is read is written and read again as the same, and an answer that
// passes is what its request promises.
#include "protocols/sync/block_messages.hpp"
#include "base/assert.hpp"
#include "codec/scale.hpp"

using namespace serinus;
using namespace serinus::network;
using namespace serinus::network::sync;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const BytesView input(data, size);
    if (const auto request = decode_block_request(input)) {
        const auto again = decode_block_request(encode(*request));
        SERINUS_ASSERT(again && *again == *request);
    }
    if (size < 2) return 0;
    const uint8_t kind = input[0];
    const BytesView answer = input.subspan(1);
    BlockRequest request{.fields = {.header = true, .body = (kind & 1) != 0, .justification = (kind & 2) != 0},
                         .from = BlockNumber{static_cast<uint8_t>(kind >> 4)},
                         .direction = (kind & 4) != 0 ? Direction::kDescending : Direction::kAscending,
                         .max_blocks = (kind & 8) != 0 ? 2u : 64u};
    auto blocks = check_block_response(request, answer);
    if (!blocks && blocks.error() == BlockResponseError::kWrongStart) {
        // The number in the header is not that of the request: whatever it is, ask for no special one.
        for (BlockNumber from = 0; from < 4 && !blocks; ++from) {
            request.from = from;
            blocks = check_block_response(request, answer);
        }
    }
    if (!blocks) return 0;
    SERINUS_ASSERT(blocks->size() <= request.max_blocks);
    BlockResponseWriter writer;
    for (size_t i = 0; i < blocks->size(); ++i) {
        const ReceivedBlock& block = (*blocks)[i];
        SERINUS_ASSERT(block.hash == primitives::header_hash(block.header));
        if (i > 0) {
            const ReceivedBlock& before = (*blocks)[i - 1];
            const bool is_up = request.direction == Direction::kAscending;
            SERINUS_ASSERT((is_up ? block.header.parent_hash : before.header.parent_hash) ==
                           (is_up ? before.hash : block.hash));
        }
        BlockData one{.hash = block.hash, .header = scale::encode(block.header), .body = {}};
        for (const auto& extrinsic : block.body) one.body.push_back(scale::encode(extrinsic));
        if (block.justifications) one.justifications = scale::encode(*block.justifications);
        writer.add(one);
    }
    const auto again = check_block_response(request, std::move(writer).take());
    SERINUS_ASSERT(again && again->size() == blocks->size());
    return 0;
}
