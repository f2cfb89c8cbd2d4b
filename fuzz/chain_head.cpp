// The head of the chain is told what the input says, sense or nonsense: blocks on any parent, finality of any blocks,
// followers that come, go, hold and let go. Whatever it is, no follower may hear what breaks a promise.
#include <bit>

#include "rpc/chain_head/chain_head_test_model.hpp"

namespace {

using namespace serinus;
using namespace serinus::rpc::chain_head;

constexpr size_t kMaxSteps = 500;

/// Blocks stand in a binary tree below the genesis, which is 1: those on `name` are 2·name and 2·name + 1.
Hash256 block_of(uint16_t name) {
    Hash256 hash;
    store_le(hash.data(), std::max<uint16_t>(name, 1));
    return hash;
}
KnownBlock known(uint16_t name) {
    const auto number = static_cast<uint32_t>(std::bit_width(std::max<uint16_t>(name, 1)) - 1);
    return {{block_of(name), number}, name > 1 ? block_of(name / 2) : Hash256(), nullptr};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
    BytesView rest(data, size);
    const auto next = [&rest]() -> uint8_t {
        if (rest.empty()) return 0;
        const uint8_t out = rest[0];
        rest = rest.subspan(1);
        return out;
    };
    const auto next_name = [&next]() -> uint16_t { return static_cast<uint16_t>(next() << 8 | next()); };
    const Head start{{{block_of(1), 0}}, nullptr, {}, block_of(1)};
    test::Driver head({.pinned_blocks = 24, .pin_ms = 50, .operations = 4, .lag = 8, .subscriptions = 2}, start);
    test::Audience audience;
    uint64_t now_ms = 0;
    for (size_t step = 0; step < kMaxSteps && !rest.empty(); ++step) {
        const uint8_t choice = next();
        now_ms += choice >> 4;
        const SubscriptionId someone = choice >> 4;
        switch (choice % 8) {
            case 0:
            case 1:
                head.import(known(next_name()), choice % 2 == 1, now_ms);
                break;
            case 2: {
                std::vector<Hash256> blocks(1 + next() % 3);
                for (Hash256& block : blocks) block = block_of(next_name());
                head.finalize(blocks, block_of(next_name()), now_ms);
                break;
            }
            case 3:
                if (audience.clients.contains(someone)) break;
                if (head.follow(someone, someone % 3, true, now_ms)) audience.clients[someone];
                break;
            case 4:
                head.handle(input::Unfollow{someone});
                audience.clients.erase(someone);
                break;
            case 5: {
                const auto client = audience.clients.find(someone);
                const Hash256 block = block_of(next_name());
                const bool is_held = client != audience.clients.end() && !client->second.stopped &&
                                     client->second.pinned.erase(block) > 0;
                SERINUS_ASSERT((head.unpin(someone, {block}) == Verdict::kGood) == is_held);
                break;
            }
            case 6:
                head.handle(input::BlockLost{block_of(next_name())});
                break;
            default:
                if (head.core.state() != ChainHead::State::kReady) head.handle(input::HeadRead{start, false});
        }
        audience.deliver(head.sent);
        std::map<Hash256, size_t> held;
        for (const auto& [id, client] : audience.clients) {
            SERINUS_ASSERT(client.stopped != head.core.is_following(id));
            if (client.stopped) continue;
            SERINUS_ASSERT(client.finalized == head.core.view().finalized_block() &&
                           client.best == head.core.view().best_block());
            for (const Hash256& block : client.pinned) ++held[block];
        }
        SERINUS_ASSERT(held == head.core.pins() && held.size() <= 24);
    }
    return 0;
}
