// Connections of libp2p in memory, beside what their cryptography costs alone: `ratio` is our CPU time over that. Both
// ends run on the one thread. The aims: bytes at most 1.35, handshakes at most 1.43 (0.7 of the limit's number).
#include <benchmark/benchmark.h>
#include <sodium.h>

#include "bench/network_limits.hpp"
#include "libp2p/connection/connection.hpp"
#include "libp2p/websocket/stream.hpp"

namespace serinus::network::libp2p {
namespace {

using bench::cpu_seconds;

template <size_t N>
crypto::Secret<N> secret_of(uint8_t fill) {
    ByteArray<N> bytes{};
    bytes.fill(fill);
    return crypto::Secret<N>(bytes);
}

noise::Identity identity_of(uint8_t seed) {
    return {crypto::ed25519::Seed(secret_of<32>(seed)), secret_of<32>(static_cast<uint8_t>(seed + 64))};
}

struct End {
    End(const noise::Identity& identity, uint8_t ephemeral, bool is_dialer)
        : connection(
              identity, secret_of<32>(ephemeral), [](std::string_view) { return true; }, {.is_dialer = is_dialer}, 0) {}

    void handle() {
        for (const auto& event : events) {
            if (const auto* data = std::get_if<SubstreamData>(&event)) {
                received += data->bytes.size();
                connection.consumed(data->substream, data->bytes.size());
            }
            SERINUS_ASSERT(!std::holds_alternative<Failed>(event));
        }
        events.clear();
    }
    /// What `other` has to send.
    bool take_from(End& other) {
        wire.clear();
        other.connection.give(128 * 1024, wire, other.events);
        other.handle();
        if (wire.empty()) return false;
        connection.take(wire, 0, events);
        handle();
        return true;
    }

    Connection connection;
    std::vector<ConnectionEvent> events = {};
    Bytes wire = {};
    size_t received = 0;
};

struct Pair {
    const noise::Identity& alice;
    const noise::Identity& bob;
    End dialer{alice, 11, true}, listener{bob, 12, false};

    void run() {
        for (bool goes_on = true; goes_on;) {
            goes_on = listener.take_from(dialer);
            goes_on |= dialer.take_from(listener);
        }
    }
};

void bytes_in_memory(benchmark::State& state) {
    constexpr size_t kBytes = size_t{16} << 20;
    const noise::Identity alice = identity_of(1), bob = identity_of(2);
    Pair pair{alice, bob};
    pair.run();
    const auto substream = pair.dialer.connection.open({"/bench"}, 0);
    pair.run();
    const Bytes payload(64 * 1024, 0x5a);
    double ours = 1e18, alone = 1e18;
    for (auto _ : state) {
        alone = std::min(alone, bench::aead_alone(kBytes));
        const double start = cpu_seconds();
        const size_t end = pair.listener.received + kBytes;
        size_t sent = 0;
        while (pair.listener.received < end) {
            const size_t room = pair.dialer.connection.writable_bytes(*substream);
            const size_t size = std::min({room, payload.size(), kBytes - sent});
            if (size > 0) pair.dialer.connection.write(*substream, BytesView(payload).first(size));
            sent += size;
            pair.listener.take_from(pair.dialer);
            pair.dialer.take_from(pair.listener);
        }
        ours = std::min(ours, cpu_seconds() - start);
    }
    state.counters["MiB_per_s"] = static_cast<double>(kBytes >> 20) / ours;
    state.counters["ratio"] = ours / alone;
}
BENCHMARK(bytes_in_memory)->Unit(benchmark::kMillisecond);

/// Of both sides: each makes a key and three shared secrets, and checks a signature.
double handshake_alone(size_t count) {
    ByteArray<32> secret{}, point{}, shared{};
    secret.fill(7);
    crypto_scalarmult_base(point.data(), secret.data());
    const auto seed = crypto::ed25519::Seed(secret_of<32>(1));
    const auto key = crypto::ed25519::public_key_of(seed);
    const Bytes message(56, 1);
    const auto signature = crypto::ed25519::sign(seed, message);
    const double start = cpu_seconds();
    for (size_t i = 0; i < 2 * count; ++i) {
        crypto_scalarmult_base(shared.data(), secret.data());
        for (int agreement = 0; agreement < 3; ++agreement) {
            (void)crypto_scalarmult(shared.data(), secret.data(), point.data());
        }
        const bool is_good = crypto::ed25519::verify(signature, message, key);
        SERINUS_ASSERT(is_good);
    }
    return cpu_seconds() - start;
}

void handshakes_in_memory(benchmark::State& state) {
    constexpr size_t kCount = 50;
    const noise::Identity alice = identity_of(1), bob = identity_of(2);
    double ours = 1e18, alone = 1e18;
    for (auto _ : state) {
        alone = std::min(alone, handshake_alone(kCount));
        const double start = cpu_seconds();
        for (size_t i = 0; i < kCount; ++i) {
            Pair pair{alice, bob};
            pair.run();
            SERINUS_ASSERT(pair.listener.connection.is_established());
        }
        ours = std::min(ours, cpu_seconds() - start);
    }
    // A responder alone has half of the work.
    state.counters["per_s_of_a_side"] = 2 * static_cast<double>(kCount) / ours;
    state.counters["ratio"] = ours / alone;
}
BENCHMARK(handshakes_in_memory)->Unit(benchmark::kMillisecond);

/// What WebSocket adds: frames with masks, both ends, beside copying the same bytes twice.
void websocket_in_memory(benchmark::State& state) {
    constexpr size_t kBytes = size_t{16} << 20, kPiece = 128 * 1024;
    websocket::Stream client({.host = "a", .mask_seed = 1}), server;
    const auto carry = [](websocket::Stream& from, websocket::Stream& to) {
        Bytes wire;
        from.give(wire);
        std::vector<MutableBytesView> data;
        (void)to.take(wire, data);
    };
    carry(client, server);
    carry(server, client);
    const Bytes payload(kPiece, 0x5a);
    Bytes wire, copy(kPiece);
    std::vector<MutableBytesView> data;
    double ours = 1e18, copying = 1e18;
    for (auto _ : state) {
        double start = cpu_seconds();
        for (size_t done = 0; done < kBytes; done += kPiece) {
            std::memcpy(copy.data(), payload.data(), kPiece);
            benchmark::DoNotOptimize(copy.data());
            benchmark::ClobberMemory();
            std::memcpy(copy.data(), payload.data(), kPiece);
            benchmark::DoNotOptimize(copy.data());
            benchmark::ClobberMemory();
        }
        copying = std::min(copying, cpu_seconds() - start);
        start = cpu_seconds();
        for (size_t done = 0; done < kBytes; done += kPiece) {
            wire.clear();
            data.clear();
            client.write(payload, wire);
            (void)server.take(wire, data);
        }
        ours = std::min(ours, cpu_seconds() - start);
    }
    state.counters["MiB_per_s"] = static_cast<double>(kBytes >> 20) / ours;
    state.counters["ratio_to_copying"] = ours / copying;
}
BENCHMARK(websocket_in_memory)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace serinus::network::libp2p
