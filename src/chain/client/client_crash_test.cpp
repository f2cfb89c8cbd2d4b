// A process that imports and finalizes blocks is killed at any moment: nothing that it acknowledged is lost, and the
// next process continues without repair.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "chain/client/client_test_support.hpp"
#include "storage/store_test_support.hpp"
#include "tests/support/killed_child.hpp"
#include "tests/support/random.hpp"

namespace serinus::chain {
namespace {

using primitives::Justification;
using primitives::kGrandpaEngine;
using test::put_extrinsic;
using test::TestChain;

ClientOptions options_in(const std::string& folder) {
    ClientOptions options;
    options.database.folder = folder;
    options.database.state_pruning = Pruning{Pruning::Mode::kLast, 8};
    options.executor.interpret = true;  // it starts faster
    return options;
}

struct Acknowledged {
    uint32_t imported = 0;
    uint32_t finalized = 0;
};

/// What block `number` of the main branch is: the same in every process.
test::BlockParameters parameters_of(uint32_t number) {
    return {.extrinsic = put_extrinsic("k" + std::to_string(number % 5), std::to_string(number)), .weight = 2};
}

/// Reports to `acknowledgements` every block that it imported or made final. Every third block has a sibling; every
/// block is final three blocks later, some of them only with the next one.
[[noreturn]] void grow_until_killed(const std::string& folder, int acknowledgements) {
    TestChain chain(options_in(folder));
    const auto report = [&](const Acknowledged& done) {
        if (::write(acknowledgements, &done, sizeof done) != sizeof done) _exit(4);
    };
    Acknowledged done;
    for (uint32_t number = chain->best().number + 1;; ++number) {
        const Hash256 parent = chain->best().hash;
        const auto built = chain.build(parent, parameters_of(number));
        const auto outcome = number % 2 == 0 ? chain.import(built.block) : TestChain::get(chain->import_built(built));
        if (outcome.kind != ImportOutcome::Kind::kImported) _exit(5);
        done.imported = number;
        report(done);
        if (number % 3 == 0) {
            const auto sibling = chain.build(parent, {.extrinsic = put_extrinsic("z", "1"), .weight = 1});
            if (chain.import(sibling.block).kind == ImportOutcome::Kind::kRefused) _exit(6);
        }
        if (number <= 3 || number % 5 == 0) continue;
        const auto final = TestChain::get(chain->find_hash(number - 3));
        const auto finalized = chain->finalize(*final, Justification{kGrandpaEngine, scale::encode(number - 3)},
                                               {{{1}, Bytes(number % 7)}});
        if (!finalized || !*finalized) _exit(7);
        done.finalized = number - 3;
        report(done);
    }
}

TEST(ClientCrash, KillingTheNodeLosesNothingThatIsFinalOrImported) {
    auto random = test::seeded_random();
    const test::TemporaryFolder folder;
    test::KilledChildren children(random, 10'000, 150'000);
    uint32_t last_finalized = 0;
    for (int round = 0; round < 12 || (last_finalized <= 20 && round < 100); ++round) {
        const auto written = children.run([&](int ends) { grow_until_killed(folder.path(), ends); });
        const auto done = test::last_record<Acknowledged>(written);
        TestChain chain(options_in(folder.path()));
        const BlockId best = chain->best();
        const BlockId finalized = chain->finalized();
        ASSERT_GE(best.number, done.imported);
        ASSERT_GE(finalized.number, std::max(done.finalized, last_finalized));
        ASSERT_LE(finalized.number, best.number);
        last_finalized = finalized.number;
        ASSERT_EQ(chain->leaves().front(), best);
        for (const BlockId& leaf : chain->leaves()) {
            ASSERT_TRUE(TestChain::get(chain->is_ancestor(finalized.hash, leaf.hash)));
            ASSERT_TRUE(chain->has_state(leaf.hash));
        }
        if (finalized.number > 0) {
            const auto justifications = TestChain::get(chain->find_justifications(finalized.hash));
            ASSERT_EQ(justifications, (primitives::Justifications{{kGrandpaEngine, scale::encode(finalized.number)}}));
        }
        const uint32_t first = best.number > 8 ? best.number - 8 : 1;
        for (uint32_t number = first; number <= best.number; ++number) {
            const Hash256 hash = *TestChain::get(chain->find_hash(number));
            ASSERT_EQ(TestChain::get(chain->find_body(hash)), primitives::Body{parameters_of(number).extrinsic});
            ASSERT_EQ(chain.value_of(hash, "k" + std::to_string(number % 5)), std::to_string(number));
        }
    }
    EXPECT_GT(last_finalized, 20u) << "the children did not get to work";
}

/// The system refuses to make files larger, as a full disk does.
class FullDisk {
  public:
    explicit FullDisk(const std::string& file) {
        ::signal(SIGXFSZ, SIG_IGN);
        EXPECT_EQ(::getrlimit(RLIMIT_FSIZE, &before_), 0);
        const struct rlimit limit{static_cast<rlim_t>(test::file_size(file)), before_.rlim_max};
        EXPECT_EQ(::setrlimit(RLIMIT_FSIZE, &limit), 0);
    }
    ~FullDisk() { EXPECT_EQ(::setrlimit(RLIMIT_FSIZE, &before_), 0); }

  private:
    struct rlimit before_{};
};

TEST(ClientFullDisk, NothingIsHalfDoneAndAllCanBeDoneLater) {
    const test::TemporaryFolder folder;
    TestChain chain(options_in(folder.path()));
    const auto main = chain.add_many(chain->genesis().hash, 3, {.weight = 2});
    chain.add(main[0], {.extrinsic = put_extrinsic("z", "1"), .weight = 1});
    const auto leaves = chain->leaves();
    const auto large = chain.build(main[2], {.extrinsic = put_extrinsic(as_bytes("k"), Bytes(60'000))});
    test::RecordedEvents events(*chain);
    const std::vector<AuxChange> aux = {{{1}, Bytes(1'000'000)}};
    {
        const FullDisk full(folder.path() + "/data.mdb");
        const auto finalized = chain->finalize(main[1], std::nullopt, aux);
        ASSERT_FALSE(finalized);
        EXPECT_EQ(finalized.error().kind, ChainError::Kind::kStore);
        EXPECT_FALSE(chain->put_aux(aux));
        EXPECT_EQ(chain->finalized(), chain->genesis());
        EXPECT_EQ(chain->leaves(), leaves);
        // Some of it may have room in pages that are free.
        (void)chain->import({large.block, std::nullopt}, BlockOrigin::kFile);
    }
    const size_t count = events.order.size();
    ASSERT_TRUE(*chain->finalize(main[1], std::nullopt, aux));
    EXPECT_EQ(chain->finalized(), (BlockId{main[1], 2}));
    EXPECT_EQ(chain->leaves().size(), 1u);
    EXPECT_EQ(events.order.size(), count + 1);
    ASSERT_TRUE(chain->import({large.block, std::nullopt}, BlockOrigin::kFile));
    EXPECT_EQ(chain->best().number, 4u);
}

}  // namespace
}  // namespace serinus::chain
