// A WebSocket connection as a stream of bytes: however it is cut, the same payload comes out, or it fails at the same
// place; nothing is held beyond its bounds; and what the other side would answer is well formed.
#include "base/assert.hpp"
#include "libp2p/websocket/stream.hpp"

using namespace serinus;
using namespace serinus::network::websocket;

namespace {

struct Outcome {
    Bytes payload = {}, output = {};
    bool has_failed = false, is_open = false, is_closed = false;
};

constexpr UpgradeNonce kNonce{};

Outcome run(bool is_client, BytesView input, size_t first_cut, size_t piece) {
    Stream stream = is_client ? Stream({.host = "a", .nonce = kNonce, .mask_seed = 1}) : Stream();
    Outcome out;
    Bytes bytes = to_bytes(input);
    for (size_t at = 0; at < bytes.size() && !out.has_failed;) {
        const size_t size = std::min(at == 0 && first_cut > 0 ? first_cut : piece, bytes.size() - at);
        std::vector<MutableBytesView> data;
        out.has_failed = !stream.take(MutableBytesView(bytes).subspan(at, size), data);
        size_t taken = 0;
        for (const auto part : data) {
            append(out.payload, part);
            taken += part.size();
        }
        SERINUS_ASSERT(taken <= size);
        at += size;
    }
    out.is_open = stream.is_open();
    out.is_closed = stream.is_closed();
    stream.give(out.output);
    SERINUS_ASSERT(!stream.has_output());
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    if (size < 2) return 0;
    const bool is_client = (data[0] & 1) != 0;
    const bool is_upgraded = (data[0] & 2) != 0;  // most bytes then reach the frames
    Bytes input;
    if (is_upgraded && is_client) {
        const auto answer = answer_upgrade(upgrade_request("a", "/", kNonce));
        append(input, as_bytes(*answer));
    } else if (is_upgraded) {
        append(input, as_bytes(upgrade_request("a", "/", kNonce)));
    }
    const size_t upgrade = input.size();
    append(input, {data + 2, size - 2});
    const Outcome whole = run(is_client, input, 0, SIZE_MAX);
    const Outcome cut = run(is_client, input, upgrade + data[1] % 32, 1 + data[1] / 32);
    SERINUS_ASSERT(whole.payload == cut.payload);
    SERINUS_ASSERT(whole.has_failed == cut.has_failed && whole.is_open == cut.is_open &&
                   whole.is_closed == cut.is_closed);
    // Of pings that come together only the last is answered, so outputs are the same in what they end with alone.
    SERINUS_ASSERT(whole.output.empty() == cut.output.empty());
    SERINUS_ASSERT(whole.output.size() <= 1024);
    return 0;
}
