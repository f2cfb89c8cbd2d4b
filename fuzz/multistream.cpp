// A negotiation with an arbitrary other side: it ends, within its bounds, and says the same however its bytes are cut.
#include "base/assert.hpp"
#include "libp2p/multistream/negotiation.hpp"

using namespace serinus;
using namespace serinus::network;

namespace {

struct Outcome {
    std::string agreed = {};
    bool has_failed = false;
    size_t left = 0;
    Bytes output = {};
    friend bool operator==(const Outcome&, const Outcome&) = default;
};

template <class Take, class Agreed>
Outcome run(BytesView input, size_t piece, Take take, Agreed agreed) {
    Outcome out{.left = input.size()};
    while (!input.empty() && !out.has_failed && agreed() == nullptr) {
        const size_t size = std::min(piece, input.size());
        BytesView part = input.first(size);
        out.has_failed = !take(part, out.output);
        SERINUS_ASSERT(part.size() <= size);
        SERINUS_ASSERT(out.has_failed || agreed() != nullptr || part.empty());
        input = input.subspan(size - part.size());
    }
    if (agreed() != nullptr) out.agreed = *agreed();
    out.left = out.has_failed ? 0 : input.size();
    return out;
}

Outcome run_listener(BytesView input, size_t piece) {
    multistream::Listener listener;
    return run(
        input, piece,
        [&](BytesView& part, Bytes& output) {
            return listener.take(part, output, [](std::string_view name) { return name == "/a" || name == "/b/1"; });
        },
        [&] { return listener.agreed(); });
}

Outcome run_dialer(BytesView input, size_t piece) {
    multistream::Dialer dialer({"/b/1", "/a"});
    return run(
        input, piece, [&](BytesView& part, Bytes& output) { return dialer.take(part, output); },
        [&] { return dialer.agreed(); });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    if (size == 0) return 0;
    const BytesView input(data + 1, size - 1);
    const size_t piece = 1 + data[0] % 16;
    const Outcome listened = run_listener(input, SIZE_MAX);
    SERINUS_ASSERT(listened == run_listener(input, piece));
    SERINUS_ASSERT(listened.output.size() <= 64 + (multistream::kMaxProposals + 1) * multistream::kMaxMessageBytes);
    SERINUS_ASSERT(run_dialer(input, SIZE_MAX) == run_dialer(input, piece));
    return 0;
}
