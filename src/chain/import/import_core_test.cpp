#include "chain/import/import_core.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "chain/import/refusal_reason.hpp"
#include "tests/support/random.hpp"

namespace serinus::chain {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Core = ImportCore;
using Header = Core::HeaderRead::Result;

/// Blocks are numbers, their parents given where they are offered; effects are texts.
class ImportCoreTest : public testing::Test {
  protected:
    static Hash256 hash(uint8_t block) { return Hash256{{block}}; }
    static std::string name(const Hash256& block) { return std::to_string(block.bytes[0]); }

    std::vector<std::string> give(const Core::Input& input) {
        std::vector<Core::Effect> effects;
        core.handle(input, effects);
        std::vector<std::string> out;
        for (const auto& effect : effects) {
            std::visit([&](const auto& one) { out.push_back(text_of_effect(one)); }, effect);
        }
        return out;
    }
    std::vector<std::string> offer(uint8_t block, uint8_t parent, bool parent_is_in_chain = false, uint64_t bytes = 1) {
        return give(Core::Offered{{hash(block), block}, hash(parent), bytes, parent_is_in_chain});
    }
    std::vector<std::string> read(uint8_t block, Header result = Header::kGood) {
        return give(Core::HeaderRead{hash(block), result});
    }
    std::vector<std::string> check(uint8_t block, bool is_good = true) {
        return give(Core::SealChecked{hash(block), is_good});
    }
    std::vector<std::string> imported(uint8_t block) {
        return give(Core::ImportEnded{hash(block), ImportOutcome{.block = {hash(block), block}}});
    }
    std::vector<std::string> refused(uint8_t block) {
        return give(Core::ImportEnded{
            hash(block), ImportOutcome::refused({hash(block), block}, {RefusalReason::kBadStateRoot, "bad root"})});
    }
    std::vector<std::string> failed(uint8_t block) {
        return give(Core::ImportEnded{hash(block), Err(ChainError{ChainError::Kind::kStore, "disk full"})});
    }

    Core core{{.max_blocks = 4, .max_bytes = 100}};

  private:
    static std::string text_of_effect(const Core::Answer& effect) {
        static const char* const names[] = {"taken", "twice", "full", "too large"};
        return names[static_cast<size_t>(effect.offer)];
    }
    static std::string text_of_effect(const Core::CheckHeader& effect) { return "check " + name(effect.block); }
    static std::string text_of_effect(const Core::Import& effect) {
        return "import " + name(effect.block) + (effect.is_checked ? "" : " unchecked");
    }
    static std::string text_of_effect(const Core::Report& effect) {
        const std::string what = "report " + name(effect.block.hash) + ": ";
        if (!effect.outcome) return what + effect.outcome.error().reason.substr(0, 23);
        if (effect.outcome->refusal) return what + to_string(effect.outcome->refusal->reason);
        return what + "imported";
    }
    static std::string text_of_effect(const Core::RoomAvailable& effect) {
        return "room for " + std::to_string(effect.ticket);
    }
};

TEST_F(ImportCoreTest, ABlockIsCheckedImportedAndReported) {
    EXPECT_THAT(offer(1, 0, true), ElementsAre("taken", "check 1"));
    EXPECT_THAT(offer(1, 0, true), ElementsAre("twice"));
    EXPECT_THAT(read(1), IsEmpty());
    EXPECT_TRUE(core.is_read(hash(1)));
    EXPECT_THAT(check(1), ElementsAre("import 1"));
    EXPECT_TRUE(core.contains(hash(1)));
    EXPECT_THAT(imported(1), ElementsAre("report 1: imported"));
    EXPECT_EQ(core.size(), 0u);
    EXPECT_EQ(core.bytes(), 0u);
}

TEST_F(ImportCoreTest, TheHeaderOfAChildIsCheckedWhileItsParentIsExecuted) {
    offer(1, 0, true);
    EXPECT_THAT(offer(2, 1), ElementsAre("taken")) << "the header of its parent was not read";
    EXPECT_THAT(read(1), ElementsAre("check 2"));
    EXPECT_THAT(offer(3, 1), ElementsAre("taken", "check 3"));
    EXPECT_THAT(check(1), ElementsAre("import 1"));
    EXPECT_THAT(read(2), IsEmpty());
    EXPECT_THAT(check(2), IsEmpty()) << "it is not executed before its parent";
    EXPECT_THAT(imported(1), ElementsAre("report 1: imported", "import 2"));
}

TEST_F(ImportCoreTest, AnOrphanWaitsForItsParent) {
    EXPECT_THAT(offer(3, 2), ElementsAre("taken"));
    EXPECT_THAT(offer(2, 1), ElementsAre("taken"));
    EXPECT_THAT(offer(1, 0, true), ElementsAre("taken", "check 1"));
    EXPECT_THAT(read(1), ElementsAre("check 2"));
    EXPECT_THAT(read(2), ElementsAre("check 3"));
}

TEST_F(ImportCoreTest, AParentThatCameByAnotherWayEndsTheWaiting) {
    offer(2, 1);
    EXPECT_THAT(give(Core::ImportedElsewhere{hash(9)}), IsEmpty());
    EXPECT_THAT(give(Core::ImportedElsewhere{hash(1)}), ElementsAre("check 2"));
}

TEST_F(ImportCoreTest, AHeaderThatNeedsTheStateOfItsParentIsCheckedLate) {
    offer(1, 0, true);
    offer(2, 1);
    offer(3, 2);
    read(1);
    EXPECT_THAT(read(2, Header::kTooEarly), IsEmpty());
    EXPECT_FALSE(core.is_read(hash(2)));
    check(1);
    EXPECT_THAT(imported(1), ElementsAre("report 1: imported", "import 2 unchecked"));
    EXPECT_THAT(imported(2), ElementsAre("report 2: imported", "check 3"));
}

TEST_F(ImportCoreTest, ABadBlockIsRefusedWithoutWaitingForItsParent) {
    offer(1, 0, true);
    offer(2, 1);
    read(1);
    EXPECT_THAT(read(2, Header::kBad), IsEmpty());
    EXPECT_THAT(check(2, false), ElementsAre("import 2")) << "import reports the reason";
    EXPECT_THAT(refused(2), ElementsAre("report 2: bad state root"));
}

TEST_F(ImportCoreTest, DescendantsOfARefusedBlockAreRefused) {
    offer(1, 0, true);
    offer(2, 1);
    offer(3, 2);
    read(1);
    check(1);
    read(2);
    check(2);
    EXPECT_THAT(refused(1), ElementsAre("report 1: bad state root", "report 2: refused parent"))
        << "the header of 3 is being looked at";
    EXPECT_THAT(read(3), IsEmpty());
    EXPECT_THAT(check(3), ElementsAre("report 3: refused parent"));
    EXPECT_EQ(core.size(), 0u);
    EXPECT_EQ(core.bytes(), 0u);
}

TEST_F(ImportCoreTest, DescendantsOfABlockThatFailedLeaveWithTheFailure) {
    offer(1, 0, true);
    offer(2, 1);
    offer(3, 2);
    read(1);
    check(1);
    EXPECT_THAT(failed(1), ElementsAre("report 1: disk full"));
    EXPECT_THAT(read(2, Header::kTooEarly), ElementsAre("report 2: disk full", "report 3: disk full"));
}

TEST_F(ImportCoreTest, BlocksWhoseParentIsKnownTakeThePlaceOfOrphans) {
    for (const uint8_t block : Bytes{20, 30, 40}) EXPECT_THAT(offer(block, block - 1), ElementsAre("taken"));
    EXPECT_THAT(offer(41, 40), ElementsAre("taken")) << "the child of an orphan is one";
    EXPECT_THAT(offer(50, 49), ElementsAre("full"));
    EXPECT_THAT(offer(1, 0, true), ElementsAre("taken", "report 20: its parent is not known", "check 1"));
    EXPECT_THAT(offer(2, 1), ElementsAre("taken", "report 30: its parent is not known"));
    EXPECT_EQ(core.size(), 4u);
    // With its parent an orphan, and what was built on it, is none any more.
    EXPECT_THAT(offer(39, 0, true), ElementsAre("taken", "report 40: its parent is not known", "check 39"));
    offer(40, 39);
    EXPECT_THAT(offer(3, 1), ElementsAre("full")) << "four blocks are under way";
}

TEST_F(ImportCoreTest, BytesAreBounded) {
    EXPECT_THAT(offer(1, 0, true, 101), ElementsAre("too large"));
    EXPECT_THAT(offer(1, 0, true, 60), ElementsAre("taken", "check 1"));
    EXPECT_THAT(offer(2, 1, false, 41), ElementsAre("full"));
    EXPECT_THAT(offer(9, 8, false, 40), ElementsAre("taken"));
    EXPECT_THAT(offer(2, 1, false, 41), ElementsAre("full")) << "it would not fit without the orphan either";
    EXPECT_TRUE(core.contains(hash(9)));
    EXPECT_THAT(offer(2, 1, false, 40), ElementsAre("taken", "report 9: its parent is not known"));
    EXPECT_EQ(core.bytes(), 100u);
}

TEST_F(ImportCoreTest, WhoWaitsForRoomIsCalledWhenHalfOfTheQueueIsFree) {
    for (const uint8_t block : Bytes{1, 2, 3, 4}) offer(block, block - 1, block == 1);
    EXPECT_THAT(offer(5, 4), ElementsAre("full"));
    EXPECT_THAT(give(Core::RoomAsked{7, 1}), IsEmpty());
    EXPECT_THAT(give(Core::RoomAsked{8, 1}), IsEmpty());
    for (const uint8_t block : Bytes{1, 2, 3, 4}) {
        read(block);
        check(block);
    }
    EXPECT_THAT(imported(1), ElementsAre("report 1: imported", "import 2"));
    EXPECT_THAT(imported(2), ElementsAre("report 2: imported", "import 3", "room for 7", "room for 8"));
    EXPECT_THAT(give(Core::RoomAsked{9, 1}), ElementsAre("room for 9"));
}

TEST_F(ImportCoreTest, OrphansDoNotKeepRoomFromWhoWaits) {
    offer(1, 0, true);
    for (const uint8_t block : Bytes{20, 30, 40}) offer(block, block - 1);
    EXPECT_THAT(give(Core::RoomAsked{7, 1}), ElementsAre("room for 7"));
}

TEST(SizeInQueue, CountsTheItemsOfTheDigest) {
    primitives::SignedBlock block;
    const uint64_t empty = size_in_queue(block);
    block.block.header.digest.push_back(primitives::digest::PreRuntime{primitives::kBabeEngine, Bytes(1000)});
    EXPECT_GE(size_in_queue(block), empty + 1000);
    block.block.body.push_back(Bytes(2000));
    EXPECT_GE(size_in_queue(block), empty + 3000);
    block.justifications = {{primitives::kGrandpaEngine, Bytes(4000)}};
    EXPECT_GE(size_in_queue(block), empty + 7000);
}

/// Does what the core asks for, in any order that lanes allow, on a random tree of blocks.
class RandomImport {
  public:
    explicit RandomImport(std::mt19937_64& random) : random_(random) {
        for (uint8_t block = 1; block <= kBlocks; ++block) parents_[block] = static_cast<uint8_t>(random_() % block);
    }

    void run() {
        for (int step = 0; step < 20'000 && !is_done(); ++step) {
            const auto kind = random_() % 5;
            if (kind == 0 || (reading_.empty() && checking_.empty() && importing_.empty())) offer();
            if (kind == 1) take(reading_, [&](uint8_t block) { on_reading(block); });
            if (kind == 2) take(checking_, [&](uint8_t block) { on_checking(block); });
            if (kind >= 3 && !importing_.empty()) on_importing();
            EXPECT_LE(core_.size(), kLimits.max_blocks);
            EXPECT_LE(core_.bytes(), kLimits.max_bytes);
        }
        EXPECT_TRUE(is_done());
        for (const auto& [block, parent] : parents_) {
            if (!core_.contains(Hash256{{block}})) continue;
            EXPECT_TRUE(is_wrong(parent)) << "only orphans stay whose parents nobody offers: " << int{block};
        }
    }

  private:
    static constexpr uint8_t kBlocks = 40;
    static constexpr ImportLimits kLimits{.max_blocks = 8, .max_bytes = 60};

    bool is_bad(uint8_t block) const { return block % 13 == 12; }
    bool is_wrong(uint8_t block) const { return is_bad(block) || (block != 0 && is_wrong(parents_.at(block))); }
    bool is_done() const { return chain_.size() + refused_.size() == kBlocks + 1; }

    void offer() {
        const auto block = static_cast<uint8_t>(1 + random_() % kBlocks);
        if (chain_.contains(block) || refused_.contains(block)) return;
        const uint8_t parent = parents_[block];
        if (refused_.contains(parent)) {  // nobody has it
            refused_.insert(block);
            return;
        }
        give(Core::Offered{{Hash256{{block}}, block}, Hash256{{parent}}, 1 + block % 20u, chain_.contains(parent)});
    }
    void on_reading(uint8_t block) {
        const bool early = random_() % 4 == 0;
        give(Core::HeaderRead{Hash256{{block}}, early ? Header::kTooEarly : Header::kGood});
        if (!early) checking_.push_back(block);
    }
    void on_checking(uint8_t block) { give(Core::SealChecked{Hash256{{block}}, !is_bad(block)}); }
    void on_importing() {
        const uint8_t block = importing_.front();
        importing_.pop_front();
        const BlockId id{Hash256{{block}}, block};
        EXPECT_TRUE(is_bad(block) || chain_.contains(parents_[block])) << int{block} << " comes before its parent";
        if (!is_bad(block)) chain_.insert(block);
        give(Core::ImportEnded{id.hash, is_bad(block) ? ImportOutcome::refused(id, {RefusalReason::kBadSeal, ""})
                                                      : ImportOutcome{.block = id}});
    }
    template <class Do>
    void take(std::vector<uint8_t>& list, Do act) {
        if (list.empty()) return;
        std::swap(list[random_() % list.size()], list.back());
        const uint8_t block = list.back();
        list.pop_back();
        act(block);
    }
    void give(const Core::Input& input) {
        std::vector<Core::Effect> effects;
        core_.handle(input, effects);
        for (const auto& effect : effects) {
            if (const auto* read = std::get_if<Core::CheckHeader>(&effect)) reading_.push_back(read->block.bytes[0]);
            if (const auto* one = std::get_if<Core::Import>(&effect)) importing_.push_back(one->block.bytes[0]);
            const auto* report = std::get_if<Core::Report>(&effect);
            if (report == nullptr || !report->outcome) continue;
            const uint8_t block = report->block.hash.bytes[0];
            EXPECT_EQ(report->outcome->refusal.has_value(), is_wrong(block)) << int{block};
            if (report->outcome->refusal) refused_.insert(block);
            EXPECT_TRUE(reported_.insert(block).second) << int{block} << " has left before";
        }
    }

    std::mt19937_64& random_;
    Core core_{kLimits};
    std::map<uint8_t, uint8_t> parents_;
    std::vector<uint8_t> reading_, checking_;
    std::deque<uint8_t> importing_;
    std::set<uint8_t> chain_{0};
    std::set<uint8_t> refused_;
    std::set<uint8_t> reported_;
};

TEST(ImportCore, EveryBlockLeavesARandomTreeAsItMust) {
    auto random = test::seeded_random();
    for (int round = 0; round < 200; ++round) RandomImport(random).run();
}

}  // namespace
}  // namespace serinus::chain
