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
