// Requests of light clients, requests for states and their answers: nothing crashes, what is decoded keeps the bounds,
// and a request for a state that is decoded is encoded to one that means the same.
#include "base/assert.hpp"
#include "protocols/light/light_messages.hpp"
#include "protocols/sync/state_messages.hpp"
#include "trie/range_end.hpp"

using namespace serinus;
using namespace serinus::network;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const BytesView input(data, size);
    if (const auto light = serve::decode_light_request(input)) {
        if (const auto* read = std::get_if<serve::LightRead>(&*light)) {
            SERINUS_ASSERT(!read->keys.keys.empty() && read->keys.keys.size() <= serve::kMaxLightKeys);
        }
        (void)serve::encode_light_answer(*light, std::nullopt);
    }
    if (const auto request = sync::decode_state_request(input)) {
        SERINUS_ASSERT(request->start.size() <= state::kMaxRangeLevels);
        SERINUS_ASSERT(sync::decode_state_request(sync::encode(*request)) == *request);
    }
    if (const auto proof = sync::find_state_proof(input)) {
        const auto end = trie::find_range_end(*proof, {}, 64);
        if (end)
            SERINUS_ASSERT(end->tail_bytes <= proof->size() &&
                           (end->tail_prefix.empty() || end->tail_prefix.size() == 64));
    }
    if (const auto proof = sync::decode_state_proof(input)) {
        (void)trie::decode_compact(*proof, std::nullopt);
        SERINUS_ASSERT(sync::decode_state_proof(sync::encode_state_answer(*proof)) == *proof);
    }
    return 0;
}
