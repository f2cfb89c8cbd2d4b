// Full blocks of transfers, with and without what is remembered of signatures:
//
//     bench_signatures SPEC [transfers per block] [blocks]
//
// SPEC: a raw specification whose BABE authorities are //Alice and //Bob, of Kusama's runtime 1.0.0 or ours. Clients on
// the same chain take turns with the same block: one remembers nothing, one has validated the transfers as its pool
// does, one has not seen them and verifies ahead. For each the time of the clock, and the CPU time of the executing
// thread and of the process: on a busy machine the last two are the ones to believe. The least over the blocks.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "authorship/block_builder.hpp"
#include "chain/spec/spec_files.hpp"
#include "codec/scale.hpp"
#include "consensus/open_client.hpp"
#include "crypto/verdict_cache.hpp"
#include "platform/threaded_scheduler.hpp"
#include "pool/client_chain.hpp"
#include "tests/author/author.hpp"

namespace {

using namespace serinus;

struct Times {
    double wall = 1e9, thread = 1e9, process = 1e9;  ///< ms

    void keep_least(const Times& other) {
        wall = std::min(wall, other.wall);
        thread = std::min(thread, other.thread);
        process = std::min(process, other.process);
    }
};

double ms_of(clockid_t clock) {
    timespec now{};
    clock_gettime(clock, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) * 1e-6;
}

Times measure(const auto& work) {
    const double wall = ms_of(CLOCK_MONOTONIC), thread = ms_of(CLOCK_THREAD_CPUTIME_ID),
                 process = ms_of(CLOCK_PROCESS_CPUTIME_ID);
    work();
    return {ms_of(CLOCK_MONOTONIC) - wall, ms_of(CLOCK_THREAD_CPUTIME_ID) - thread,
            ms_of(CLOCK_PROCESS_CPUTIME_ID) - process};
}

/// A node's chain, with what it remembers of signatures or without.
struct Side {
    Side(const char* spec, platform::Scheduler& scheduler, size_t max_verdicts, const char* what) : name(what) {
        chain::ClientOptions options;
        options.executor.scheduler = &scheduler;
        options.executor.max_signature_verdicts = max_verdicts;
        auto opened = consensus::open_client(*chain::read_chain_spec_file(spec), options);
        SERINUS_ASSERT(opened.has_value());
        client = *std::move(opened);
    }

    void validate(const primitives::Body& body) {
        pool::ClientPoolChain pool(*client, 60'000);
        for (const auto& extrinsic : body) {
            if (extrinsic[0] == 0x84)
                (void)pool.validate(client->best(), pool::TransactionSource::kExternal, extrinsic);
        }
    }

    void build(const primitives::Block& block) {
        using authorship::BlockBuilder;
        const chain::BlockId parent = client->best();
        const auto state = client->state_of(parent.hash);
        primitives::Header header = block.header;
        primitives::take_seal(header);
        built.keep_least(measure([&] {
            auto builder = BlockBuilder::start(client->executor(), client->runtime_of(parent.hash).value(), **state,
                                               parent, {header.digest[0]});
            SERINUS_ASSERT(builder.has_value());
            for (const auto& extrinsic : block.body) {
                const auto pushed = (*builder)->push(extrinsic, std::nullopt);
                SERINUS_ASSERT(pushed.has_value() && pushed->applied());
            }
            SERINUS_ASSERT((*builder)->finish().has_value());
        }));
    }

    void import(const primitives::SignedBlock& block) {
        imported.keep_least(measure([&] {
            const auto outcome = client->import(block, chain::BlockOrigin::kFile);
            SERINUS_ASSERT(outcome.has_value() && outcome->kind == chain::ImportOutcome::Kind::kImported);
        }));
    }

    const char* name;
    std::unique_ptr<chain::Client> client;
    Times built, imported;
};

void print(const char* what, const Times& times, const Times& base) {
    std::printf("  %-44s clock %6.1f ms (%.2f)   thread %6.1f ms (%.2f)   process %6.1f ms (%.2f)\n", what, times.wall,
                base.wall / times.wall, times.thread, base.thread / times.thread, times.process,
                base.process / times.process);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::printf("skipped: bench_signatures SPEC [transfers per block] [blocks]\n");
        return 0;
    }
    const int transfers = argc > 2 ? std::atoi(argv[2]) : 500;
    const int blocks = argc > 3 ? std::atoi(argv[3]) : 6;
    const auto scheduler = platform::make_threaded_scheduler();
    Side off(argv[1], *scheduler, 0, "nothing is remembered");
    Side pooled(argv[1], *scheduler, 65'536, "pooled before");
    Side unknown(argv[1], *scheduler, 65'536, "unknown, verified ahead");
    test::Author author(argv[1]);
    for (int i = 0; i < blocks; ++i) {
        test::Wish wish;
        for (int t = 0; t < transfers; ++t) {
            ByteArray<32> to{};
            store_le(to.data(), i * transfers + t + 1);
            wish.extrinsics.push_back(author.transfer(to, 1'000'000'000'000));
        }
        const auto block = author.build(wish);
        pooled.validate(block.block.body);
        for (Side* side : {&off, &pooled}) side->build(block.block);
        for (Side* side : {&off, &pooled, &unknown}) side->import(block);
    }
    std::printf("blocks of %d transfers; in brackets: how much faster than when nothing is remembered\n", transfers);
    for (const Side* side : {&off, &pooled})
        print((std::string("build, ") + side->name).c_str(), side->built, off.built);
    for (const Side* side : {&off, &pooled, &unknown}) {
        print((std::string("import, ") + side->name).c_str(), side->imported, off.imported);
    }
    const auto figures = unknown.client->executor().verdicts()->figures();
    std::printf("  unknown: %llu answers from ahead, %llu verified by the executing thread itself\n",
                static_cast<unsigned long long>(figures.ahead), static_cast<unsigned long long>(figures.misses));
    return 0;
}
