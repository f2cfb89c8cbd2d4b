// A process that commits and finalizes blocks is killed at any moment, between its writes too: every block that it
// acknowledged is there, with the state that it had, and the next process continues without repair.
#include <gtest/gtest.h>
#include <unistd.h>

#include "state/database.hpp"
#include "state/database_test_support.hpp"
#include "storage/store_test_support.hpp"
#include "tests/support/killed_child.hpp"
#include "tests/support/random.hpp"

namespace serinus::state {
namespace {

using serinus::test::CheckedDatabase;
using serinus::test::ModelState;

constexpr storage::Column kChainColumn = 16;  ///< stands for the column of a user, whose rows go with ours
constexpr auto kVersion = trie::StateVersion::kV1;
constexpr PruningMode kMode{.keep = 4};

Hash256 hash_of(uint64_t number) { return CheckedDatabase::hash_of(number, 0); }

/// What block `number` changes: the same in every process.
StateChanges changes_of(uint64_t number) {
    StateChanges out;
    for (uint64_t i = 0; i < 40; ++i) {
        Bytes key(8);
        store_le(key.data(), (number * 7919 + i * 104729) % 300 * 0x9e3779b97f4a7c15);
        if ((number + i) % 7 == 0) {
            out.top[key] = std::nullopt;
        } else {
            out.top[key] = Bytes(20 + (number + i) % 60, static_cast<uint8_t>(number));
        }
        if (i % 10 == 0) out.children[{'c'}][key] = Bytes(10, static_cast<uint8_t>(number));
    }
    return out;
}

struct Chain {
    std::unique_ptr<storage::Store> store;
    std::unique_ptr<StateDatabase> database;

    /// Opens, and starts the chain if there is none.
    static std::optional<Chain> open(const std::string& path) {
        auto store = storage::open_store(path, {.max_bytes = uint64_t{1} << 32});
        if (!store) return std::nullopt;
        auto database = StateDatabase::open(**store, kMode);
        if (!database) return std::nullopt;
        Chain out{*std::move(store), *std::move(database)};
        const auto finalized = out.database->finalized();
        if (!finalized) return std::nullopt;
        if (*finalized) return out;
        auto batch = out.store->batch();
        if (!out.database->set_genesis(*batch, hash_of(0), 0, {}, kVersion)) return std::nullopt;
        batch->put(kChainColumn, as_bytes("best"), Bytes(8, 0));
        if (!out.store->commit(std::move(batch), storage::Durability::kBuffered)) return std::nullopt;
        return out;
    }
    uint64_t best() const {
        const auto snapshot = *store->snapshot();
        return load_le<uint64_t>((*snapshot->get(kChainColumn, as_bytes("best")))->data());
    }
};

/// Reports to `acknowledgements` every block that it committed. Every third is a fork's end, every block is final three
/// blocks later.
[[noreturn]] void build_until_killed(const std::string& path, int acknowledgements) {
    auto chain = Chain::open(path);
    if (!chain) _exit(1);
    for (uint64_t number = chain->best() + 1;; ++number) {
        auto batch = chain->store->batch();
        const auto& database = chain->database;
        if (!database->commit(*batch, hash_of(number), hash_of(number - 1), number, changes_of(number), kVersion))
            _exit(2);
        Bytes best(8);
        store_le(best.data(), number);
        batch->put(kChainColumn, as_bytes("best"), best);
        if (!chain->store->commit(std::move(batch), storage::Durability::kBuffered)) _exit(3);
        if (::write(acknowledgements, &number, sizeof number) != sizeof number) _exit(4);
        batch = chain->store->batch();
        if (number % 3 == 0 && !database->commit(*batch, CheckedDatabase::hash_of(number, 1), hash_of(number - 1),
                                                 number, changes_of(number + 1), kVersion)) {
            _exit(5);
        }
        if (number > 3 && !database->finalize(*batch, hash_of(number - 3))) _exit(6);
        if (!chain->store->commit(std::move(batch), storage::Durability::kBuffered)) _exit(7);
    }
}

TEST(DatabaseCrash, KillingTheNodeLosesNoCommittedBlock) {
    auto random = serinus::test::seeded_random();
    const serinus::test::TemporaryFolder folder;
    serinus::test::KilledChildren children(random, 3'000, 60'000);
    std::map<uint64_t, ModelState> states{{0, {}}};
    uint64_t last_best = 0;
    for (int round = 0; round < 25 || (last_best <= 20 && round < 200); ++round) {
        const auto written = children.run([&](int ends) { build_until_killed(folder.path(), ends); });
        const auto acknowledged = serinus::test::last_record<uint64_t>(written);
        const auto chain = Chain::open(folder.path());
        ASSERT_TRUE(chain.has_value());
        const uint64_t best = chain->best();
        ASSERT_GE(best, std::max(acknowledged, last_best));
        last_best = best;
        while (states.rbegin()->first < best) {
            const uint64_t next = states.rbegin()->first + 1;
            states[next] = states[next - 1];
            states[next].apply(changes_of(next), kVersion);
            if (next > 12) states.erase(next - 12);
        }
        const uint64_t finalized = (**chain->database->finalized()).number;
        ASSERT_LE(finalized, best);
        for (uint64_t number = best > 8 ? best - 8 : 0; number <= best; ++number) {
            const auto state = chain->database->at(hash_of(number));
            ASSERT_EQ(state.has_value(), number + *kMode.keep >= finalized) << number << " of " << best;
            if (!state) continue;
            const ModelState& expected = states.at(number);
            ASSERT_EQ((*state)->root(), expected.root());
            ASSERT_EQ(*(*state)->root_with({}, kVersion), expected.root());
            auto entry = expected.top.begin();
            ASSERT_TRUE((*state)
                            ->visit(Area::top(), {},
                                    [&](BytesView key, BytesView value) {
                                        if (key.size() != 8) return true;
                                        EXPECT_TRUE(entry != expected.top.end() && equal(entry->first, key) &&
                                                    equal(entry->second.bytes, value));
                                        ++entry;
                                        return true;
                                    })
                            .has_value());
            ASSERT_EQ(entry, expected.top.end());
            const std::vector<Bytes> keys{expected.top.empty() ? Bytes() : expected.top.begin()->first};
            ASSERT_TRUE(trie::read_proof_check(expected.root(), *(*state)->prove(keys), keys).has_value());
        }
    }
    EXPECT_GT(last_best, 20u) << "the children did not get to work";
}

}  // namespace
}  // namespace serinus::state
