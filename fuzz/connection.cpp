// Two ends of a libp2p connection with somebody in the middle, who cuts, changes, drops and doubles what passes.
// Untouched bytes arrive as they were sent, each end knows the other one only as who it is, and whatever is changed
// after the handshake ends the connection. One end alone takes any bytes within its bounds.
#include <map>

#include "base/assert.hpp"
#include "libp2p/connection/connection.hpp"

using namespace serinus;
using namespace serinus::network;
using namespace serinus::network::libp2p;

namespace {

template <size_t N>
crypto::Secret<N> secret_of(uint8_t fill) {
    ByteArray<N> bytes{};
    bytes.fill(fill);
    return crypto::Secret<N>(bytes);
}

const noise::Identity& identity_of(uint8_t seed) {
    static std::map<uint8_t, noise::Identity> all;
    const auto found = all.find(seed);
    if (found != all.end()) return found->second;
    const auto node_key = crypto::ed25519::Seed(secret_of<32>(seed));
    return all.try_emplace(seed, node_key, secret_of<32>(static_cast<uint8_t>(seed + 64))).first->second;
}

constexpr size_t kMaxHeldBytes = size_t{2} << 20;
constexpr uint8_t kDialer = 1, kListener = 2;
constexpr int kRounds = 60, kLastWrite = 50;  // what was written last arrives in the rounds after that

struct End {
    End(uint8_t seed, bool is_dialer)
        : connection(
              identity_of(seed), secret_of<32>(static_cast<uint8_t>(seed + 32)),
              [](std::string_view name) { return name == "/a"; }, {.is_dialer = is_dialer}, 0) {}

    void on_events(const std::vector<ConnectionEvent>& events) {
        for (const auto& event : events) {
            if (const auto* established = std::get_if<Established>(&event)) peer = established->peer;
            if (const auto* data = std::get_if<SubstreamData>(&event)) {
                append(received, data->bytes);
                connection.consumed(data->substream, data->bytes.size());
            }
            if (std::holds_alternative<Failed>(event)) has_failed = true;
        }
    }
    Bytes give() {
        Bytes out;
        std::vector<ConnectionEvent> events;
        connection.give(64 * 1024, out, events);
        on_events(events);
        return out;
    }
    void take(Bytes bytes, size_t piece) {
        for (size_t at = 0; at < bytes.size();) {
            const size_t size = std::min(piece, bytes.size() - at);
            std::vector<ConnectionEvent> events;
            connection.take(MutableBytesView(bytes).subspan(at, size), 0, events);
            on_events(events);
            SERINUS_ASSERT(connection.memory_bytes() < kMaxHeldBytes);
            at += size;
        }
    }

    Connection connection;
    std::optional<wire::PeerId> peer = {};
    Bytes received = {}, sent = {};
    bool has_failed = false;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    BytesView input(data, size);
    const auto next = [&input]() -> uint8_t {
        if (input.empty()) return 0;
        const uint8_t out = input[0];
        input = input.subspan(1);
        return out;
    };
    if ((next() & 1) != 0) {
        const size_t piece = 1 + next();
        End alone(kListener, false);
        alone.take(to_bytes(input), piece);
        SERINUS_ASSERT(!alone.peer);  // nobody proved anything
        return 0;
    }
    End dialer(kDialer, true), listener(kListener, false);
    bool is_touched = false;
    std::optional<SubstreamId> substream;
    for (int round = 0; round < kRounds; ++round) {
        const uint8_t order = next();
        for (auto [from, to] : {std::pair(&dialer, &listener), std::pair(&listener, &dialer)}) {
            Bytes bytes = from->give();
            if (!bytes.empty() && !input.empty()) {
                switch (order % 8) {
                    case 1: {
                        const size_t at = (static_cast<size_t>(next()) << 8 | next()) % bytes.size();
                        const uint8_t change = next();
                        bytes[at] ^= change;
                        is_touched |= change != 0;
                        break;
                    }
                    case 2:
                        bytes.resize(bytes.size() - 1 - next() % bytes.size());
                        is_touched = true;
                        break;
                    case 3:
                        append(bytes, Bytes(bytes));
                        is_touched = true;
                        break;
                    default:
                        break;
                }
            }
            to->take(std::move(bytes), order % 8 == 4 ? 1 + next() : SIZE_MAX);
        }
        if (!substream && dialer.connection.is_established()) substream = dialer.connection.open({"/a"}, 0);
        if (substream && order % 8 == 5 && round < kLastWrite) {
            const Bytes more(std::min<size_t>(next() * size_t{64}, dialer.connection.writable_bytes(*substream)),
                             order);
            dialer.connection.write(*substream, more);
            append(dialer.sent, more);
        }
    }
    if (dialer.peer) SERINUS_ASSERT(*dialer.peer == identity_of(kListener).peer_id());
    if (listener.peer) SERINUS_ASSERT(*listener.peer == identity_of(kDialer).peer_id());
    // Nothing that was not said is heard.
    SERINUS_ASSERT(listener.received.size() <= dialer.sent.size());
    SERINUS_ASSERT(std::equal(listener.received.begin(), listener.received.end(), dialer.sent.begin()));
    if (!is_touched) {
        SERINUS_ASSERT(dialer.peer && listener.peer && !dialer.has_failed && !listener.has_failed);
        SERINUS_ASSERT(listener.received == dialer.sent);
    }
    return 0;
}
