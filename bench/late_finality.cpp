// What a chain costs whose finality is late: `bench_late_finality [BLOCKS [ENTRIES]]` imports blocks, each of which
// changes some entries, none of which becomes final; then the last but one does.
#include <algorithm>
#include <cstdio>
#include <cstdlib>

#include "chain/client/client.hpp"
#include "codec/scale.hpp"
#include "platform/files.hpp"
#include "platform/process.hpp"

namespace {

using namespace serinus;
using chain::ChainError;
using chain::Client;

constexpr size_t kAccounts = 100'000;

template <class T>
T get(Result<T, ChainError> result) {
    if (!result) std::fprintf(stderr, "%s\n", result.error().reason.c_str());
    SERINUS_ASSERT(result.has_value());
    return *std::move(result);
}

double ms_of(const auto& work) {
    const uint64_t start = platform::monotonic_ns();
    work();
    return static_cast<double>(platform::monotonic_ns() - start) / 1e6;
}

class Longest final : public chain::ForkChoice {
  public:
    bool is_better(const chain::ChainHead& a, const chain::ChainHead& b) const override {
        return a.block.number > b.block.number;
    }
};

/// No engine: blocks need no seals.
class NoEngine final : public chain::EngineFactory {
  public:
    Result<Engine, ChainError> of_genesis(chain::RuntimeSource&, state::Backend&) override { return Engine{}; }
    Result<Engine, ChainError> of_record(BytesView) override { return Engine{}; }
    Result<std::unique_ptr<chain::HeaderVerifier>, ChainError> make_verifier(const Engine&,
                                                                             std::function<uint64_t()>) override {
        return std::unique_ptr<chain::HeaderVerifier>();
    }
    std::unique_ptr<chain::ForkChoice> make_fork_choice() override { return std::make_unique<Longest>(); }
};

Bytes account(uint64_t number) { return concat(Bytes(24, 7), scale::encode(number * 0x9E3779B97F4A7C15)); }

chain::ChainSpec spec() {
    chain::ChainSpec out;
    out.name = out.id = "bench";
    chain::RawGenesis genesis;
    for (uint64_t i = 0; i < kAccounts; ++i) genesis.top.add(account(i), Bytes(80, 1));
    genesis.top.sort();
    out.genesis = std::move(genesis);
    return out;
}

/// A child of the best block. Its changes: an entry that every block changes, and `entries` others.
chain::BuiltBlock build(Client& client, uint32_t number, uint32_t entries) {
    const chain::BlockId best = client.best();
    chain::BuiltBlock out;
    auto& changes = out.effects.changes.top;
    changes[account(0)] = scale::encode(number);
    for (uint32_t i = 0; i < entries; ++i) {
        changes[account((number * 7919 + i * 104'729) % kAccounts)] = concat(Bytes(76, 2), scale::encode(number));
    }
    const auto root = get(client.state_of(best.hash))->root_with(out.effects.changes, out.effects.version);
    SERINUS_ASSERT(root.has_value());
    out.block.header = {
        .parent_hash = best.hash, .number = {number}, .state_root = *root, .extrinsics_root = {}, .digest = {}};
    return out;
}

struct Cost {
    double mean = 0, longest = 0;
};

Cost grow(Client& client, uint32_t count, uint32_t entries) {
    Cost out;
    for (uint32_t i = 0; i < count; ++i) {
        auto block = build(client, client.best().number + 1, entries);
        const double ms = ms_of([&] {
            const auto outcome = get(client.import_built(std::move(block)));
            SERINUS_ASSERT(outcome.kind == chain::ImportOutcome::Kind::kImported);
        });
        out.mean += ms / count;
        out.longest = std::max(out.longest, ms);
    }
    return out;
}

void print(const char* what, const Cost& cost, double first_mean) {
    std::printf("%s: mean %.2f ms (%.2f of the first), longest %.1f ms\n", what, cost.mean, cost.mean / first_mean,
                cost.longest);
}

}  // namespace

int main(int argc, char** argv) {
    const auto blocks = static_cast<uint32_t>(argc > 1 ? std::atoi(argv[1]) : 50'000);
    const auto entries = static_cast<uint32_t>(argc > 2 ? std::atoi(argv[2]) : 20);
    const std::string folder = *platform::create_temporary_directory("serinus-bench-");
    {
        NoEngine engines;
        chain::ClientOptions options;
        options.database.folder = folder;
        const auto client = get(Client::open(spec(), options, engines));
        // Beyond this depth the state of an old block moves with each new one: only then are blocks alike.
        const uint32_t depth = std::min<uint32_t>(chain::kCanonicalDepth + 100, blocks / 3);
        const uint32_t part = std::min<uint32_t>(1000, blocks / 6);
        std::printf("import_built of blocks that change %u entries of %zu\n", entries + 1, kAccounts);
        (void)grow(*client, depth, entries);
        const Cost first = grow(*client, part, entries);
        std::printf("  behind %u unfinalized blocks", depth);
        print("", first, first.mean);
        (void)grow(*client, blocks - depth - 2 * part, entries);
        const Cost last = grow(*client, part, entries);
        std::printf("  behind %u unfinalized blocks", blocks - part);
        print("", last, first.mean);
        const Hash256 final = *get(client->find_hash(blocks - 1));
        const double finality = ms_of([&] { SERINUS_ASSERT(get(client->finalize(final, std::nullopt))); });
        std::printf("finality of %u blocks at once (on the disk): %.1f ms (limit 100 ms)\n", blocks - 1, finality);
        const Cost after = grow(*client, std::min<uint32_t>(200, part), entries);
        print("  blocks after it, while states catch up", after, first.mean);
    }
    (void)platform::remove_tree(folder);
    return 0;
}
