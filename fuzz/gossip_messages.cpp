// Handshakes, announcements of blocks and lists of transactions: what is read is written and read again as the same,
// and of a list of transactions a peer's bounds decide what is looked at.
#include "base/assert.hpp"
#include "codec/scale.hpp"
#include "primitives/block.hpp"
#include "protocols/block_announces/messages.hpp"
#include "protocols/serve/test_host.hpp"
#include "protocols/transactions/transactions.hpp"

using namespace serinus;
using namespace serinus::network;
using namespace serinus::network::gossip;

namespace {

constexpr size_t kMaxSubmitted = 8, kMaxLookedAt = 32;

class Pool final : public TransactionSink {
  public:
    void submit(std::vector<Submissions::Submission> batch) override {
        for (auto& one : batch) submitted.push_back(std::move(one.extrinsic));
    }
    std::optional<primitives::Extrinsic> find(const Hash256&) override { return std::nullopt; }
    std::vector<Hash256> ready() override { return {}; }
    std::vector<primitives::Extrinsic> submitted;
};

/// What the gossip takes of a message is what a decoder of the whole finds, as far as the bounds go.
void receive(BytesView input, const std::vector<primitives::Extrinsic>* all) {
    serve::FakeHost host({{.names = {"/transactions/1"}, .max_message_bytes = 16 << 20}});
    Pool pool;
    Transactions gossip(
        host, pool, [] { return false; },
        {.max_submitted_per_peer = kMaxSubmitted, .looked_at_per_second = 1, .looked_at_at_once = kMaxLookedAt});
    const PeerId from = serve::peer(1);
    gossip.on_notification(link::NotificationReceived{from, 0, to_bytes(input)}, 0);
    SERINUS_ASSERT(pool.submitted.empty() && host.reports.empty() && gossip.peer_count() == 0);  // a stranger
    gossip.on_sync_peer(from, Role::kFull, 0);
    gossip.on_notification(link::NotificationReceived{from, 0, to_bytes(input)}, 0);
    SERINUS_ASSERT(pool.submitted.size() <= kMaxSubmitted && gossip.looked_at() <= kMaxLookedAt);
    const bool is_at_bound = pool.submitted.size() == kMaxSubmitted || gossip.looked_at() == kMaxLookedAt;
    SERINUS_ASSERT(all != nullptr ? host.reports.empty() : is_at_bound || host.reports.size() == 1);
    if (all == nullptr) return;
    std::vector<primitives::Extrinsic> expected;
    for (size_t i = 0; i < std::min(all->size(), kMaxLookedAt) && expected.size() < kMaxSubmitted; ++i) {
        if (std::ranges::find(expected, (*all)[i]) == expected.end()) expected.push_back((*all)[i]);
    }
    SERINUS_ASSERT(pool.submitted == expected);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    const BytesView input(data, size);
    if (const auto handshake = decode_announce_handshake(input)) {
        const auto again = decode_announce_handshake(encode(*handshake));
        SERINUS_ASSERT(again && *again == *handshake);
    }
    if (const auto announcement = decode_announcement(input)) {
        const auto again = decode_announcement(encode(*announcement));
        SERINUS_ASSERT(again && again->header == announcement->header && again->is_best == announcement->is_best);
    }
    if (const auto transactions = scale::decode<std::vector<primitives::Extrinsic>>(input)) {
        SERINUS_ASSERT(transactions->size() <= size);
        SERINUS_ASSERT(std::ranges::equal(scale::encode(*transactions), input));
        receive(input, &*transactions);
    } else {
        receive(input, nullptr);
    }
    return 0;
}
