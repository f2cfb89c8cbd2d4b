// What the client costs beside the execution of blocks: `bench_client SPEC [BLOCKS [TRANSFERS [EMPTY BLOCKS]]]` with a
// development specification of which //Alice and //Bob are the authorities. `bench_client --write FILE SPEC [BLOCKS
// [TRANSFERS]]` writes such blocks for `import-blocks --binary`, also that of the reference node. `bench_client --queue
// SPEC [BLOCKS [TRANSFERS]]` imports them by the queue.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string_view>
#include <thread>

#include "base/hex.hpp"
#include "chain/client/import_queue.hpp"
#include "chain/files/block_file.hpp"
#include "chain/import/block_execution.hpp"
#include "consensus/open_client.hpp"
#include "platform/files.hpp"
#include "platform/process.hpp"
#include "platform/threaded_scheduler.hpp"
#include "tests/author/author.hpp"

namespace {

using namespace serinus;
using chain::BlockOrigin;
using chain::Client;
using primitives::SignedBlock;

template <class T>
T get(Result<T, chain::ChainError> result) {
    if (!result) std::fprintf(stderr, "%s\n", result.error().reason.c_str());
    SERINUS_ASSERT(result.has_value());
    return *std::move(result);
}

double ms_of(const auto& work) {
    const uint64_t start = platform::monotonic_ns();
    work();
    return static_cast<double>(platform::monotonic_ns() - start) / 1e6;
}

struct TemporaryClient {
    explicit TemporaryClient(const std::string& spec, platform::Scheduler* scheduler = nullptr)
        : folder(*platform::create_temporary_directory("serinus-bench-")) {
        chain::ClientOptions options;
        options.database.folder = folder;
        options.database.scheduler = scheduler;
        options.executor.scheduler = scheduler;
        client = get(consensus::open_client(*chain::read_chain_spec_file(spec), options));
    }
    ~TemporaryClient() {
        client.reset();
        (void)platform::remove_tree(folder);
    }
    std::string folder;
    std::unique_ptr<Client> client;
};

std::vector<SignedBlock> author_blocks(const std::string& spec, int blocks, int transfers) {
    test::Author author(spec);
    std::vector<SignedBlock> out;
    for (int i = 0; i < blocks; ++i) {
        test::Wish wish;
        for (int t = 0; t < transfers; ++t) {
            ByteArray<32> to{};
            store_le(to.data(), i * transfers + t + 1);
            wish.extrinsics.push_back(author.transfer(to, 1'000'000'000'000));
        }
        out.push_back(author.build(wish));
    }
    return out;
}

chain::BuiltBlock built(Client& client, const primitives::Block& block) {
    const Hash256& parent = block.header.parent_hash;
    const auto state = get(client.state_of(parent));
    state::Overlay overlay(*state);
    auto verdict = get(chain::execute_block(client.executor(), get(client.runtime_of(parent)), overlay, block));
    SERINUS_ASSERT(verdict.good());
    return {block, std::move(verdict.effects)};
}

void imports(const std::string& spec, const std::vector<SignedBlock>& blocks) {
    TemporaryClient executing(spec);
    TemporaryClient building(spec);
    double imported = 1e9, kept = 1e9, final = 1e9;
    for (const SignedBlock& block : blocks) {
        imported = std::min(imported, ms_of([&] { get(executing.client->import(block, BlockOrigin::kFile)); }));
        chain::BuiltBlock own = built(*building.client, block.block);
        kept = std::min(kept, ms_of([&] {
                            const auto outcome = get(building.client->import_built(std::move(own)));
                            SERINUS_ASSERT(outcome.kind == chain::ImportOutcome::Kind::kImported);
                        }));
        const Hash256 best = building.client->best().hash;
        final = std::min(final, ms_of([&] { get(building.client->finalize(best, std::nullopt)); }));
    }
    SERINUS_ASSERT(executing.client->best() == building.client->best());
    std::printf("a block of %zu extrinsics: import %.2f ms, import_built %.2f ms (%.2f), finalize (synced) %.2f ms\n",
                blocks[0].block.body.size(), imported, kept, kept / imported, final);
}

/// All blocks by the import queue, as a file or the network brings them; in turns with and without executing a block
/// while its parent is kept. Seconds on the clock, the least of three, and of the processor.
void queued_imports(const std::string& spec, const std::vector<SignedBlock>& blocks) {
    const auto scheduler = platform::make_threaded_scheduler();
    double seconds[2] = {1e9, 1e9}, cpu[2] = {1e9, 1e9};
    for (int round = 0; round < 6; ++round) {
        const bool ahead = round % 2 == 1;
        const TemporaryClient chain(spec, scheduler.get());
        const std::clock_t begun = std::clock();
        const double ms = ms_of([&] {
            chain::ImportQueue queue(*chain.client, *scheduler, [](const auto&, const auto&) {},
                                     {.executes_ahead = ahead, .limits = {.max_blocks = blocks.size()}});
            for (SignedBlock block : blocks) {
                SERINUS_ASSERT(queue.push(std::move(block), BlockOrigin::kFile) == chain::ImportQueue::Pushed::kTaken);
            }
            while (queue.size() > 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
        });
        SERINUS_ASSERT(chain.client->best().number == blocks.size());
        seconds[ahead] = std::min(seconds[ahead], ms / 1000);
        cpu[ahead] = std::min(cpu[ahead], static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC);
    }
    std::printf("%zu blocks by the queue: %.2f s, CPU %.2f s; executed ahead: %.2f s (%.2f), CPU %.2f s (%.2f)\n",
                blocks.size(), seconds[0], cpu[0], seconds[1], seconds[0] / seconds[1], cpu[1], cpu[1] / cpu[0]);
}

Bytes alice() { return *from_hex("d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d"); }

/// Calls a second, of a small runtime API at one block.
double calls(Client& client, const Hash256& block, size_t threads) {
    constexpr int kCalls = 20'000;
    const Bytes account = alice();
    const double ms = ms_of([&] {
        std::vector<std::thread> workers;
        for (size_t t = 0; t < threads; ++t) {
            workers.emplace_back([&] {
                for (int i = 0; i < kCalls; ++i) {
                    SERINUS_ASSERT(client.call(block, "AccountNonceApi_account_nonce", account).has_value());
                }
            });
        }
        for (auto& worker : workers) worker.join();
    });
    return static_cast<double>(threads) * kCalls / ms * 1000;
}

void reads(const std::string& spec, const std::vector<SignedBlock>& blocks) {
    TemporaryClient chain(spec);
    Client& client = *chain.client;
    for (const SignedBlock& block : blocks) get(client.import(block, BlockOrigin::kFile));
    const Hash256 best = client.best().hash;
    std::printf("AccountNonceApi at a block with %zu unfinalized ones below: %.0f calls/s, two threads %.0f\n",
                blocks.size() - 1, calls(client, best, 1), calls(client, best, 2));
    const auto per_second = [&](const char* what, const auto& work) {
        constexpr int kTimes = 2'000;
        const double ms = ms_of([&] {
            for (int i = 0; i < kTimes; ++i) work();
        });
        std::printf("  %s: %.1f us\n", what, ms * 1000 / kTimes);
    };
    per_second("state_of", [&] { get(client.state_of(best)); });
    per_second("runtime_of", [&] { get(client.runtime_of(best)); });
    per_second("find_header", [&] { get(client.find_header(best)); });
    per_second("is_ancestor(genesis, best)", [&] { get(client.is_ancestor(client.genesis().hash, best)); });
}

int write_blocks(const std::string& file, const std::vector<SignedBlock>& blocks) {
    Bytes content = chain::block_file_start(chain::BlockFormat::kBinary, blocks.size());
    for (const SignedBlock& block : blocks) {
        append(content, chain::encode_for_file(chain::BlockFormat::kBinary, block));
    }
    return platform::write_file_atomically(file, content, 0600).has_value() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc > 3 && std::string_view(argv[1]) == "--write") {
        const int blocks = argc > 4 ? std::atoi(argv[4]) : 500;
        return write_blocks(argv[2], author_blocks(argv[3], blocks, argc > 5 ? std::atoi(argv[5]) : 100));
    }
    if (argc < 2) {
        std::fprintf(stderr, "bench_client SPEC [BLOCKS [TRANSFERS [EMPTY BLOCKS]]]\n");
        return 2;
    }
    const auto number = [&](int index, int standard) { return argc > index ? std::atoi(argv[index]) : standard; };
    if (argc > 2 && std::string_view(argv[1]) == "--queue") {
        queued_imports(argv[2], author_blocks(argv[2], number(3, 200), number(4, 200)));
        return 0;
    }
    imports(argv[1], author_blocks(argv[1], number(2, 10), number(3, 500)));
    reads(argv[1], author_blocks(argv[1], 1, 0));
    reads(argv[1], author_blocks(argv[1], number(4, 1000), 0));
    return 0;
}
