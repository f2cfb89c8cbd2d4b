// The download of a state from answers of any kind: nothing but entries of the state is ever written, what is open
// stays so until it came, and a download that is whole is the state.
//
// Input: steps. A byte says what comes: a good answer (the index of the part that is asked for, the size of the
// answer), the same with a byte of it changed (the item, the byte, the bits), items from the input, or a restart.
#include "state/state_download.hpp"
#include "base/assert.hpp"
#include "state/range_proof.hpp"
#include "state/range_test_support.hpp"

using namespace serinus;
using namespace serinus::state;

namespace {

using Verdict = StateDownload::Verdict;

uint8_t take_byte(BytesView& input) {
    if (input.empty()) return 0;
    const uint8_t out = input[0];
    input = input.subspan(1);
    return out;
}

state::test::RangeState& whole_state() {
    static state::test::RangeState state(trie::StateVersion::kV1);
    return state;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    BytesView input(data, size);
    auto& whole = whole_state();
    const auto store = storage::make_memory_store();
    auto download = *StateDownload::open(*store);
    SERINUS_ASSERT(download->begin({Hash256(), 1, whole.root}).has_value());
    while (!input.empty() && !download->is_complete()) {
        const uint8_t step = take_byte(input);
        const auto before = download->open_parts();
        if (step % 4 == 3) {
            download = *StateDownload::open(*store);
            SERINUS_ASSERT(download->open_parts() == before);
            continue;
        }
        trie::CompactProof proof;
        if (step % 4 == 2) {
            for (size_t items = take_byte(input) % 8; items > 0; --items) {
                const size_t bytes = std::min<size_t>(take_byte(input), input.size());
                proof.push_back(to_bytes(input.first(bytes)));
                input = input.subspan(bytes);
            }
        } else {
            const auto part = std::next(before.begin(), static_cast<ptrdiff_t>(take_byte(input) % before.size()));
            const size_t bytes = size_t{take_byte(input)} * 64;
            proof = *prove_range(whole.state->nodes(), whole.root, StateDownload::start_of(*part),
                                 {.max_bytes = bytes, .most_bytes = 1 << 20});
        }
        const bool is_good = step % 4 == 0;
        if (step % 4 == 1) {
            Bytes& item = proof[take_byte(input) % proof.size()];
            if (!item.empty()) item[take_byte(input) % item.size()] ^= static_cast<uint8_t>(take_byte(input) | 1);
        }
        const auto verdict = download->take(proof);
        SERINUS_ASSERT(verdict.has_value());
        if (is_good) SERINUS_ASSERT(*verdict == Verdict::kTaken);
        if (*verdict != Verdict::kTaken) SERINUS_ASSERT(download->open_parts() == before);
    }
    SERINUS_ASSERT(download->entries() <= whole.top.size() + 3 + 150);
    if (!download->is_complete()) return 0;
    SERINUS_ASSERT(download->entries() == whole.top.size() + 3 + 150);
    const auto state = *open_download(*store);
    SERINUS_ASSERT(*prove_range(state->nodes(), whole.root, {}, {.max_bytes = 1 << 20}) ==
                   *prove_range(whole.state->nodes(), whole.root, {}, {.max_bytes = 1 << 20}));
    return 0;
}
