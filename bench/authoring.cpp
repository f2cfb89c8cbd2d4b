// Transfers per second through pool, proposer and import, in blocks that are as full as one likes.
//
//     bench_authoring SPEC [transfers per block] [blocks] [folder of the database; none: in memory]
//
// SPEC: a raw specification of Kusama's runtime 1.0.0 or ours, with //Alice as a validator who has money.
#include <cstdio>
#include <cstdlib>
#include <future>

#include "authorship/author.hpp"
#include "authorship/chain_test_support.hpp"
#include "authorship/demand_sealing.hpp"
#include "platform/log.hpp"
#include "platform/process.hpp"
#include "platform/threaded_scheduler.hpp"

namespace {

using namespace serinus;
using namespace serinus::authorship;

double seconds() { return static_cast<double>(platform::monotonic_ns()) * 1e-9; }

class PoolQueue final : public TransactionQueue {
  public:
    PoolQueue(pool::TransactionPool& pool, std::weak_ptr<platform::Lane> lane) : pool_(&pool), lane_(std::move(lane)) {}
    void when_ready(const Hash256& parent, uint64_t timeout_ms, ReadyCallback callback) override {
        pool_->when_ready(parent, timeout_ms, lane_, std::move(callback));
    }
    void remove(const std::vector<Hash256>& hashes, const std::string& reason) override {
        std::printf("%zu transactions were refused: %s\n", hashes.size(), reason.c_str());
        (void)pool_->remove(hashes, reason);
    }

  private:
    pool::TransactionPool* pool_;
    std::weak_ptr<platform::Lane> lane_;
};

DemandSealer::Outcome seal(platform::Lane& lane, DemandSealer& sealer, const SealRequest& request) {
    std::promise<DemandSealer::Outcome> promise;
    (void)lane.post(
        [&] { sealer.seal(request, [&](DemandSealer::Outcome outcome) { promise.set_value(std::move(outcome)); }); });
    return promise.get_future().get();
}

Hash256 recipient(uint32_t nonce) { return hashing::blake2b_256(scale::encode(nonce)); }

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::printf("skipped: bench_authoring SPEC [transfers per block] [blocks] [folder]\n");
        return 0;
    }
    const auto per_block = static_cast<uint32_t>(argc > 2 ? std::atoi(argv[2]) : 1000);
    const auto blocks = static_cast<uint32_t>(argc > 3 ? std::atoi(argv[3]) : 5);
    const std::string folder = argc > 4 ? argv[4] : "";
    log::set_filter("error");

    const auto client = test_support::open(argv[1], folder);
    const auto scheduler = platform::make_threaded_scheduler();
    crypto::NodeKeys keys(*scheduler);
    SERINUS_ASSERT(keys.generate(crypto::key_types::kBabe, crypto::Scheme::kSr25519, "//Alice").has_value());
    const size_t bytes = size_t{per_block} * 300;
    pool::TransactionPool pool(
        *client, *scheduler,
        {.ready_count = per_block + 1, .ready_bytes = bytes, .future_count = per_block + 1, .future_bytes = bytes});
    const auto engine = make_slot_engine(*client, keys, *scheduler);
    SERINUS_ASSERT(engine.has_value());
    const std::shared_ptr<platform::Lane> lane =
        scheduler->make_lane({.name = "author", .runs_on = platform::WorkClass::kRuntime});
    PoolQueue queue(pool, lane);
    Author author(*client, queue, **engine, *scheduler);
    const auto sealer = DemandSealer::make(*client, author, **engine, *scheduler, {.finalize_each = true});
    SERINUS_ASSERT(sealer.has_value());
    SERINUS_ASSERT(seal(*lane, **sealer, {}).has_value());  // the first block compiles the runtime

    uint32_t nonce = 0;
    double pooling = 0, authoring = 0;
    size_t included = 0;
    for (uint32_t block = 0; block < blocks; ++block) {
        std::vector<primitives::Extrinsic> transfers;
        for (uint32_t i = 0; i < per_block; ++i, ++nonce) {
            transfers.push_back(test_support::transfer(*client, nonce, recipient(nonce), 1'000'000'000'000));
        }
        const double start = seconds();
        for (auto& one : transfers) {
            const auto taken = pool.submit(std::move(one), pool::TransactionSource::kLocal);
            if (!taken) std::printf("the pool refuses one: %s\n", taken.error().reason.c_str());
            SERINUS_ASSERT(taken.has_value());
        }
        const double submitted = seconds();
        pooling += submitted - start;
        size_t of_round = 0;
        uint32_t made_blocks = 0;
        while (of_round < per_block) {
            const auto made = seal(*lane, **sealer, {.create_empty = false});
            if (!made) std::printf("%s\n", made.error().reason.c_str());
            SERINUS_ASSERT(made.has_value());
            of_round += made->transactions;
            ++made_blocks;
        }
        authoring += seconds() - submitted;
        included += of_round;
        if (made_blocks > 1) std::printf("%u transfers took %u blocks\n", per_block, made_blocks);
    }
    const auto count = static_cast<double>(included);
    std::printf("%zu transfers in blocks of %u\n", included, per_block);
    std::printf("pool (validated one by one):   %8.0f transfers/s\n", count / pooling);
    std::printf("author, seal, import, finalize: %7.0f transfers/s, %.1f ms a block\n", count / authoring,
                authoring * 1e3 / blocks);
    std::printf("both:                          %8.0f transfers/s\n", count / (pooling + authoring));
    return 0;
}
