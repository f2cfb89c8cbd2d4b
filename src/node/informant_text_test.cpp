#include "node/informant_text.hpp"

#include <gtest/gtest.h>

namespace serinus::node {
namespace {

chain::BlockId block(uint64_t number, uint8_t fill) {
    chain::BlockId out;
    out.hash.bytes.fill(fill);
    out.number = static_cast<primitives::BlockNumber>(number);
    return out;
}

TEST(Informant, TheRegularLineIsThatOfTheReference) {
    EXPECT_EQ(status_line({.best = block(5, 0xaa), .finalized = block(3, 0xbb)}),
              "💤 Idle (0 peers), best: #5 (0xaaaa…aaaa), finalized #3 (0xbbbb…bbbb), ⬇ 0 ⬆ 0");
    EXPECT_EQ(status_line({.best = block(5, 0xaa),
                           .finalized = block(3, 0xbb),
                           .peers = 4,
                           .sync_target = 531028,
                           .blocks_per_second = 5.4,
                           .bytes_in_per_second = 5632,
                           .bytes_out_per_second = 922}),
              "⚙️  Syncing  5.4 bps, target=#531028 (4 peers), best: #5 (0xaaaa…aaaa), finalized #3 (0xbbbb…bbbb), "
              "⬇ 5.5kiB/s ⬆ 0.9kiB/s");
}

// Observed: polkadot-stable2407, sc-informant, display.rs
TEST(Informant, ShowsHowTheNodeCatchesUp) {
    const auto activity = [](ChainStatus status) {
        const std::string line = status_line(status);
        return line.substr(0, line.find(" (0 peers)"));
    };
    using Phase = SyncProgress::Phase;
    const auto warping = [&](SyncProgress progress) {
        return activity({.best = block(0, 1), .finalized = block(0, 1), .sync_target = 900, .warp = progress});
    };
    EXPECT_EQ(warping({.phase = Phase::kTarget}), "⏩ Warping, Awaiting target block, 0.00 Mib");
    EXPECT_EQ(warping({.phase = Phase::kPeers, .required_peers = 3}),
              "⏩ Warping, Waiting for 3 peers to be connected, 0.00 Mib");
    EXPECT_EQ(warping({.phase = Phase::kProofs, .proof_bytes = 8 << 20}),
              "⏩ Warping, Downloading finality proofs, 8.00 Mib");
    EXPECT_EQ(warping({.phase = Phase::kState, .state_bytes = 90 << 20, .state_percent = 45}),
              "⚙️  State sync, Downloading state, 45%, 90.00 Mib");
    EXPECT_EQ(warping({.phase = Phase::kBlock, .proof_bytes = 3 << 19}),
              "⏩ Warping, Downloading target block, 1.50 Mib");
    EXPECT_EQ(warping({.phase = Phase::kImport, .state_bytes = 200 << 20, .state_percent = 100}),
              "⚙️  State sync, Importing state, 100%, 200.00 Mib");
    EXPECT_EQ(activity({.best = block(5, 1), .finalized = block(3, 1), .sync_target = 9, .is_target_queued = true}),
              "⚙️  Preparing  0.0 bps, target=#9");
    EXPECT_EQ(activity({.best = block(5, 1), .finalized = block(3, 1), .sync_target = 9, .history = 2}),
              "⚙️  Syncing  0.0 bps, target=#9")
        << "what is new goes first";
    EXPECT_EQ(activity({.best = block(5, 1), .finalized = block(3, 1), .history = 2}), "⏩ Block history, #2");
}

TEST(Informant, RatesHaveTheUnitThatFits) {
    EXPECT_EQ(transfer_rate(0), "0");
    EXPECT_EQ(transfer_rate(99), "99 B/s");
    EXPECT_EQ(transfer_rate(100), "0.1kiB/s");
    EXPECT_EQ(transfer_rate(1024 * 1024 - 1), "1024.0kiB/s");
    EXPECT_EQ(transfer_rate(3 * 1024 * 1024 / 2), "1.5MiB/s");
}

TEST(Informant, AnImportShowsWhetherItIsTheNewBest) {
    auto header = std::make_shared<primitives::Header>();
    header->parent_hash = block(4, 0x11).hash;
    chain::ImportedBlock imported{.id = block(5, 0x22), .header = header, .is_new_best = true};
    EXPECT_EQ(imported_line(imported), "🏆 Imported #5 (0x1111…1111 → 0x2222…2222)");
    EXPECT_EQ(reorganized_line(imported), std::nullopt);
    imported.is_new_best = false;
    EXPECT_EQ(imported_line(imported), "🆕 Imported #5 (0x1111…1111 → 0x2222…2222)");
}

TEST(Informant, AReorganizationNamesBothEndsAndTheCommonBlock) {
    chain::ImportedBlock imported{.id = block(6, 0x22), .header = nullptr, .is_new_best = true};
    imported.route = {.retracted = {block(5, 0x33), block(4, 0x44)}, .common = block(3, 0x55), .enacted = {}};
    EXPECT_EQ(reorganized_line(imported),
              "♻️  Reorg on #5,0x3333…3333 to #6,0x2222…2222, common ancestor #3,0x5555…5555");
    imported.is_new_best = false;
    EXPECT_EQ(reorganized_line(imported), std::nullopt);
}

}  // namespace
}  // namespace serinus::node
