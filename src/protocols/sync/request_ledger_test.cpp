#include "protocols/sync/request_ledger.hpp"

#include <gtest/gtest.h>

namespace serinus::network::sync {
namespace {

const wire::PeerId kPeer = wire::PeerId::of(crypto::ed25519::PublicKey{ByteArray<32>{1}});
const wire::PeerId kOther = wire::PeerId::of(crypto::ed25519::PublicKey{ByteArray<32>{2}});

BlockRequest request_from(BlockNumber number, uint32_t max_blocks) {
    return {.fields = {.header = true, .body = true}, .from = number, .max_blocks = max_blocks};
}

// Observed: polkadot-stable2407: MAX_NUMBER_OF_SAME_REQUESTS_PER_PEER of sc-network-sync
TEST(RequestLedger, ThirdRequestOfAKindAsksForFewerBlocks) {
    RequestLedger ledger;
    const BlockRequest request = request_from(7, 64);
    EXPECT_EQ(ledger.note(kPeer, request, false), request);
    EXPECT_EQ(ledger.note(kPeer, request, false), request);
    EXPECT_EQ(ledger.note(kPeer, request, false), request_from(7, 63));
    EXPECT_EQ(ledger.note(kPeer, request, false), request_from(7, 63));
    EXPECT_EQ(ledger.note(kPeer, request, false), request_from(7, 62));
    EXPECT_EQ(ledger.note(kOther, request, false), request) << "each peer counts for itself";
    EXPECT_EQ(ledger.note(kPeer, request_from(8, 64), false), request_from(8, 64));
}

TEST(RequestLedger, APeerThatHadAllVariantsIsNotAsked) {
    RequestLedger ledger;
    const BlockRequest request = request_from(7, 2);
    for (int i = 0; i < 4; ++i) EXPECT_TRUE(ledger.note(kPeer, request, false).has_value());
    EXPECT_EQ(ledger.note(kPeer, request, false), std::nullopt);
    EXPECT_EQ(ledger.note(kPeer, request, true), request_from(7, 3)) << "more blocks do no harm here";
    EXPECT_EQ(ledger.note(kOther, request, false), request);
}

TEST(RequestLedger, PeersAreForgottenBeyondTheBound) {
    RequestLedger ledger;
    for (size_t i = 0; i < 2 * RequestLedger::kMaxPeers; ++i) {
        crypto::ed25519::PublicKey key;
        store_le(key.bytes.data(), uint64_t{i});
        (void)ledger.note(wire::PeerId::of(key), request_from(7, 2), false);
    }
    EXPECT_EQ(ledger.peer_count(), RequestLedger::kMaxPeers);
}

TEST(RequestLedger, OldRequestsAreForgotten) {
    RequestLedger ledger;
    const BlockRequest first = request_from(0, 1);
    for (size_t i = 0; i < RequestLedger::kMaxSame; ++i) (void)ledger.note(kPeer, first, false);
    for (BlockNumber number = 1; number <= RequestLedger::kMaxKeptPerPeer; ++number) {
        (void)ledger.note(kPeer, request_from(number, 1), false);
    }
    EXPECT_EQ(ledger.note(kPeer, first, false), first);
}

}  // namespace
}  // namespace serinus::network::sync
