// A payload, its chunks, and the payload again: vector code beside portable code, any chunks that the input chooses,
// and chunks as strangers send them.
#include "base/assert.hpp"
#include "erasure/branches.hpp"
#include "erasure/code.hpp"

using namespace serinus;
using namespace serinus::erasure;

namespace {

/// The codes of a number of validators, made once: their tables cost more than what is done with them.
struct Codes {
    Code portable;
    Code best;
};

const Codes& codes_for(size_t validators) {
    static std::array<std::unique_ptr<Codes>, 1024> kept;
    auto& slot = kept[validators];
    if (!slot) {
        slot = std::make_unique<Codes>(*Code::for_validators(validators, portable_kernels()),
                                       *Code::for_validators(validators));
    }
    return *slot;
}

void check_same(const Chunks& a, const Chunks& b) {
    SERINUS_ASSERT(a.size() == b.size() && a.chunk_size() == b.chunk_size());
    for (size_t i = 0; i < a.size(); ++i) SERINUS_ASSERT(equal(a[i], b[i]));
}

/// The chunks of a payload: those whose bit in `choice` is set, and as many others as are needed.
void check_payload_is_rebuilt(const Codes& codes, BytesView payload, BytesView choice) {
    const auto chunks = codes.best.encode(payload);
    SERINUS_ASSERT(chunks.has_value());
    check_same(*codes.portable.encode(payload), *chunks);

    std::vector<ReceivedChunk> chosen;
    std::vector<ReceivedChunk> others;
    for (uint32_t i = 0; i < chunks->size(); ++i) {
        const bool is_chosen = !choice.empty() && (choice[i / 8 % choice.size()] >> i % 8 & 1) != 0;
        (is_chosen ? chosen : others).push_back({i, (*chunks)[i]});
    }
    while (chosen.size() < codes.best.k()) {
        chosen.push_back(others.back());
        others.pop_back();
    }
    const auto rebuilt = codes.best.rebuild(chosen);
    SERINUS_ASSERT(rebuilt.has_value() && rebuilt == codes.portable.rebuild(chosen));
    SERINUS_ASSERT(equal(BytesView(*rebuilt).first(payload.size()), payload));
    for (const uint8_t byte : BytesView(*rebuilt).subspan(payload.size())) SERINUS_ASSERT(byte == 0);
    SERINUS_ASSERT(check_payload(codes.best, payload, erasure_root(*chunks)) == Verdict::kValid);
}

/// Chunks that belong to nothing: both codes make the same of them, and what is rebuilt has the systematic ones in it.
void check_strange_chunks(const Codes& codes, BytesView input) {
    std::vector<ReceivedChunk> chunks;
    while (input.size() >= 2) {
        const uint32_t index = input[0] | (input[1] & 3u) << 8;
        const size_t size = std::min<size_t>(input.size() - 2, input[1] >> 2);
        chunks.push_back({index, input.subspan(2, size)});
        input = input.subspan(2 + size);
    }
    const auto rebuilt = codes.best.rebuild(chunks);
    SERINUS_ASSERT(rebuilt == codes.portable.rebuild(chunks));
    if (!rebuilt) return;
    SERINUS_ASSERT(rebuilt->size() == codes.best.k() * chunks[0].bytes.size());
    const Chunks again = *codes.best.encode(*rebuilt);
    std::sort(chunks.begin(), chunks.end(), [](const auto& a, const auto& b) { return a.index < b.index; });
    for (size_t i = 0; i < codes.best.k(); ++i) SERINUS_ASSERT(equal(again[chunks[i].index], chunks[i].bytes));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    if (size < 4) return 0;
    const size_t validators = 2 + (data[0] | (data[1] & 3u) << 8) % 1022;
    const Codes& codes = codes_for(validators);
    const BytesView rest(data + 3, size - 3);
    if (data[1] & 0x80) {
        check_strange_chunks(codes, rest);
    } else {
        const size_t choice_size = std::min<size_t>(data[2] % 32, rest.size() - 1);
        check_payload_is_rebuilt(codes, rest.subspan(choice_size), rest.first(choice_size));
    }
    return 0;
}
