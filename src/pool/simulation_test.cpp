// The pool on a chain with forks, from a seed: nothing is lost, and every status is true.
#include <gtest/gtest.h>

#include "platform/virtual_scheduler.hpp"
#include "pool/fake_chain.hpp"
#include "pool/live_pool.hpp"
#include "tests/support/random.hpp"

namespace serinus::pool {
namespace {

using test::FakeChain, test::Transfer;
using Kind = TransactionStatus::Kind;

/// What may follow what. Nothing follows a final status.
bool may_follow(std::optional<Kind> before, Kind next) {
    if (!before) return next == Kind::kReady || next == Kind::kFuture;
    switch (*before) {
        case Kind::kFuture:
            return next != Kind::kFuture && next != Kind::kRetracted && next != Kind::kFinalized;
        case Kind::kReady:
            return next != Kind::kReady && next != Kind::kRetracted && next != Kind::kFinalized;
        case Kind::kInBlock:
            return next == Kind::kRetracted || next == Kind::kFinalized || next == Kind::kFinalityTimeout;
        case Kind::kRetracted:
            return next != Kind::kRetracted && next != Kind::kFinalized;
        default:
            return false;
    }
}

class Simulation {
  public:
    explicit Simulation(std::mt19937_64 random) : random_(std::move(random)) { leaves_.push_back(chain_.best()); }

    void step() {
        switch (pick(14)) {
            case 0:
            case 1:
            case 2:
            case 3:
            case 4:
                submit();
                break;
            case 5:
            case 6:
                grow();
                break;
            case 7:
                choose_best();
                break;
            case 8:
                finalize();
                break;
            case 9:
                for (uint64_t i = pick(4); i > 0; --i) (void)time_.run_next();
                break;
            case 10:
                remove_one();
                break;
            case 11:
                ask_ready();
                break;
            case 12:
                submit_batch();
                break;
            default:
                time_.run_until_ms(time_.now_ms() + pick(20 * 60 * 1000));
                break;
        }
    }

    /// When all changes are processed, the ready ones can be executed one after the other.
    void check_ready() {
        catch_up();
        check_executable(chain_.block(chain_.best().hash), pool_.ready());
    }

    /// Everything leaves, and nothing without a last word.
    void check_end() {
        catch_up();
        for (int i = 0; i < 3; ++i) {
            std::vector<primitives::Extrinsic> body;
            for (const auto& one : pool_.ready()) body.push_back(*one.extrinsic);
            set_best(chain_.build(chain_.best().hash, body));
            catch_up();
        }
        tell_finalized(chain_.best().hash);
        catch_up();
        std::vector<Hash256> left;
        for (const auto& one : pool_.read([](const PoolCore& core) { return core.graph().ready(); }))
            left.push_back(one->hash);
        for (const auto& one : pool_.read([](const PoolCore& core) { return core.graph().future(); }))
            left.push_back(one->hash);
        pool_.remove(left, "the end");
        catch_up();
        EXPECT_EQ(pool_.read([](const PoolCore& core) { return core.tracker().tracked_count(); }), 0u);
        EXPECT_EQ(last_.size(), watched_.size());
        for (const auto& [hash, last] : last_) EXPECT_TRUE(last && TransactionStatus{.kind = *last}.is_final());
        EXPECT_EQ(submitted_, ended_);
        EXPECT_EQ(authors_asked_, authors_answered_);
        EXPECT_EQ(batches_asked_, batches_answered_);
        EXPECT_EQ(pool_.status(), PoolStatus{});
    }

    uint64_t trace_hash() const { return time_.trace_hash(); }
    const std::map<Kind, uint64_t>& kinds() const { return kinds_; }

  private:
    uint64_t pick(uint64_t below) { return random_() % below; }

    Transfer any_transfer() {
        const auto& best = chain_.block(chain_.best().hash);
        Transfer transfer{.account = static_cast<uint8_t>(pick(6)), .priority = static_cast<uint8_t>(1 + pick(4))};
        transfer.nonce = FakeChain::nonce(best, transfer.account) + static_cast<uint32_t>(pick(5));
        if (pick(4) == 0) transfer.last_block = best.id.number + 1 + static_cast<uint32_t>(pick(8));
        transfer.signature_is_good = pick(20) != 0;
        transfer.salt = static_cast<uint8_t>(pick(3));
        return transfer;
    }

    void submit_batch() {
        std::vector<primitives::Extrinsic> batch;
        for (uint64_t i = pick(5); i > 0; --i) batch.push_back(any_transfer().encode());
        const size_t count = batch.size();
        batches_asked_ += 1;
        ASSERT_TRUE(pool_.submit_batch(std::move(batch), TransactionSource::kExternal,
                                       [this, count](const std::vector<SubmissionVerdict>& verdicts) {
                                           EXPECT_EQ(verdicts.size(), count);
                                           batches_answered_ += 1;
                                       }));
    }

    /// An author on the best block. If it is answered before its time is over, and that block has been the best one all
    /// the time, what it gets can be executed one after the other.
    void ask_ready() {
        const chain::BlockId parent = chain_.best();
        const uint64_t deadline_ms = time_.now_ms() + 1 + pick(100);
        const uint64_t moves = moves_;
        authors_asked_ += 1;
        pool_.when_ready(parent.hash, deadline_ms - time_.now_ms(), lane_,
                         [this, parent, deadline_ms, moves](const std::vector<ReadyTransaction>& ready) {
                             authors_answered_ += 1;
                             if (moves == moves_ && time_.now_ms() < deadline_ms) {
                                 check_executable(chain_.block(parent.hash), ready);
                             }
                         });
    }

    static void check_executable(const FakeChain::Block& parent, const std::vector<ReadyTransaction>& ready) {
        auto nonces = parent.nonces;
        for (const auto& one : ready) {
            const Transfer transfer = Transfer::decode(*one.extrinsic);
            ASSERT_EQ(transfer.nonce, nonces[transfer.account]) << "of account " << int{transfer.account};
            ++nonces[transfer.account];
        }
    }

    void submit() {
        const auto bytes = any_transfer().encode();
        const Hash256 hash = hash_of(bytes);
        uint64_t id = 0;
        const uint64_t life = next_life_++;
        const auto result = pool_.submit(
            bytes, TransactionSource::kExternal,
            [=, this](const TransactionStatus& status) { hear(life, hash, status); }, &id);
        if (result) ++submitted_;
        if (result) watched_.insert(life);
    }

    void hear(uint64_t life, const Hash256& hash, const TransactionStatus& status) {
        EXPECT_TRUE(watched_.contains(life));
        time_.trace(hash.bytes);
        time_.trace(Bytes{static_cast<uint8_t>(status.kind)});
        auto& last = last_[life];
        EXPECT_TRUE(may_follow(last, status.kind))
            << (last ? to_string(*last) : "nothing") << ", then " << to_string(status.kind);
        last = status.kind;
        ++kinds_[status.kind];
        if (status.is_final()) ++ended_;
        const bool bad = status.kind == Kind::kDropped || status.kind == Kind::kInvalid;
        EXPECT_EQ(bad, !status.reason.empty());
        if (status.kind == Kind::kUsurped) EXPECT_NE(status.usurper, hash);
        if (status.kind != Kind::kInBlock && status.kind != Kind::kFinalized) return;
        const auto& body = chain_.block(status.block).body;
        ASSERT_LT(status.index, body.size());
        EXPECT_EQ(hash_of(body[status.index]), hash);
        if (status.kind == Kind::kFinalized) {
            EXPECT_TRUE(chain_.is_ancestor(status.block, chain_.finalized().hash));
        }
    }

    /// A block on one of the leaves or near them, of what the pool offers and of what it does not know.
    void grow() {
        chain::BlockId parent = leaves_[pick(leaves_.size())];
        if (pick(4) == 0 && parent.number > chain_.finalized().number) {
            const auto up = chain_.block(parent.hash).parent;
            parent = chain_.block(up).id;
        }
        std::vector<primitives::Extrinsic> body;
        for (const auto& one : pool_.read([](const PoolCore& core) { return core.graph().ready(); })) {
            if (pick(3) != 0) body.push_back(*one->extrinsic);
        }
        const auto& at = chain_.block(parent.hash);
        for (uint64_t i = pick(4); i > 0; --i) {
            const auto account = static_cast<uint8_t>(pick(6));
            body.push_back(Transfer{.account = account,
                                    .nonce = FakeChain::nonce(at, account) + static_cast<uint32_t>(pick(2)),
                                    .salt = static_cast<uint8_t>(10 + pick(2))}
                               .encode());
        }
        const auto block = chain_.build(parent.hash, body);
        if (pick(5) == 0) chain_.make_poor(block.hash, static_cast<uint8_t>(pick(6)));
        leaves_.push_back(block);
        if (pick(3) != 0 && block.number > chain_.best().number) set_best(block);
        if (leaves_.size() > 12) leaves_.erase(leaves_.begin());
    }

    void choose_best() {
        const auto leaf = leaves_[pick(leaves_.size())];
        if (chain_.is_ancestor(chain_.finalized().hash, leaf.hash)) set_best(leaf);
    }

    void set_best(const chain::BlockId& block) {
        ++moves_;
        pool_.on_change({.route = chain_.set_best(block), .finalized = {}});
    }

    void finalize() {
        chain::BlockId block = chain_.best();
        for (uint64_t i = pick(4); i > 0 && block.number > chain_.finalized().number; --i) {
            const auto up = chain_.block(block.hash).parent;
            block = chain_.block(up).id;
        }
        if (block.number > chain_.finalized().number) tell_finalized(block.hash);
    }

    void tell_finalized(const Hash256& block) {
        pool_.on_change({.route = std::nullopt, .finalized = chain_.finalize(block)});
        std::erase_if(leaves_, [&](const chain::BlockId& leaf) {
            return !chain_.is_ancestor(chain_.finalized().hash, leaf.hash);
        });
        leaves_.push_back(chain_.best());
    }

    void remove_one() {
        const auto ready = pool_.read([](const PoolCore& core) { return core.graph().ready(); });
        if (!ready.empty() && pick(3) == 0) pool_.remove({ready[pick(ready.size())]->hash}, "nobody wants it");
    }

    void catch_up() {
        while (time_.run_next()) {
        }
    }

    std::mt19937_64 random_;
    platform::VirtualTime time_{random_()};
    std::unique_ptr<platform::Scheduler> scheduler_ = time_.make_scheduler({});
    FakeChain chain_;
    std::shared_ptr<platform::Lane> lane_ = scheduler_->make_lane({.name = "author"});
    LivePool pool_{chain_, *scheduler_, {.ready_count = 12, .future_count = 6, .ban_ms = 60'000}};
    std::vector<chain::BlockId> leaves_;
    std::set<uint64_t> watched_;                    ///< submissions that the pool has taken
    std::map<uint64_t, std::optional<Kind>> last_;  ///< by submission
    std::map<Kind, uint64_t> kinds_;
    uint64_t next_life_ = 0, submitted_ = 0, ended_ = 0, moves_ = 0;
    uint64_t authors_asked_ = 0, authors_answered_ = 0, batches_asked_ = 0, batches_answered_ = 0;
};

// Spec: algo-maintain-transaction-pool, algo-validate-transactions
TEST(PoolSimulation, EachTransactionEndsOnceAndNoStatusLies) {
    auto random = serinus::test::seeded_random();
    std::map<Kind, uint64_t> kinds;
    for (int run = 0; run < 20 && !testing::Test::HasFailure(); ++run) {
        Simulation simulation{std::mt19937_64(random())};
        for (int i = 0; i < 600 && !testing::Test::HasFailure(); ++i) {
            simulation.step();
            if (i % 50 == 49) simulation.check_ready();
        }
        simulation.check_end();
        for (const auto& [kind, count] : simulation.kinds()) kinds[kind] += count;
    }
    for (const Kind kind : {Kind::kFuture, Kind::kReady, Kind::kInBlock, Kind::kRetracted, Kind::kFinalized,
                            Kind::kUsurped, Kind::kDropped, Kind::kInvalid}) {
        EXPECT_GT(kinds[kind], 0u) << "the simulation has shown no " << to_string(kind);
    }
}

TEST(PoolSimulation, EqualSeedsGiveEqualRuns) {
    auto random = serinus::test::seeded_random();
    const uint64_t seed = random();
    const auto trace_of = [](uint64_t of) {
        Simulation simulation{std::mt19937_64(of)};
        for (int i = 0; i < 300; ++i) simulation.step();
        simulation.check_end();
        return simulation.trace_hash();
    };
    EXPECT_EQ(trace_of(seed), trace_of(seed));
    EXPECT_NE(trace_of(seed), trace_of(seed + 1));
}

}  // namespace
}  // namespace serinus::pool
