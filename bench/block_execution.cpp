// Executes one block again and again: reads the cases {genesis, put, execute} of tests/chopsticks from standard input
// and prints the least time of the block and of one check of a signature. bench/block_execution.mjs runs this.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>

#include "base/assert.hpp"
#include "chain/spec/chain_spec.hpp"
#include "crypto/sr25519.hpp"
#include "executor/executor.hpp"
#include "state/memory_backend.hpp"
#include "tests/support/json.hpp"

namespace {

using namespace serinus;
using test::Json;

double least_ms(int runs, const auto& work) {
    double least = 1e9;
    for (int i = 0; i < runs; ++i) {
        timespec before{}, after{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &before);
        work();
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &after);
        least = std::min(least, static_cast<double>(after.tv_sec - before.tv_sec) * 1e3 +
                                    static_cast<double>(after.tv_nsec - before.tv_nsec) * 1e-6);
    }
    return least;
}

/// nullopt: the end.
std::optional<std::string> read_line() {
    char* line = nullptr;
    size_t capacity = 0;
    const ssize_t size = getline(&line, &capacity, stdin);
    std::optional<std::string> out;
    if (size >= 0) out.emplace(line, static_cast<size_t>(size));
    std::free(line);
    return out;
}

state::StateChanges genesis_of(const std::string& path) {
    const auto spec = chain::read_chain_spec_file(path);
    SERINUS_ASSERT(spec.has_value());
    const auto& genesis = std::get<chain::RawGenesis>(spec->genesis);
    state::StateChanges changes;
    for (size_t i = 0; i < genesis.top.size(); ++i) {
        const auto [key, value] = genesis.top[i];
        changes.top[to_bytes(key)] = to_bytes(value);
    }
    return changes;
}

}  // namespace

int main() {
    if (isatty(STDIN_FILENO) != 0) {
        std::printf("skipped: bench/block_execution.mjs runs this\n");
        return 0;
    }
    constexpr auto kVersion = trie::StateVersion::kV1;
    state::MemoryBackend backend;
    Bytes block;
    while (const auto line = read_line()) {
        const Json one = Json::parse(*line);
        const std::string op = one["op"].text();
        if (op == "genesis") {
            SERINUS_ASSERT(backend.apply(genesis_of(one["path"].text()), kVersion).has_value());
        } else if (op == "put") {
            state::StateChanges changes;
            for (const Json& change : one["changes"].items()) {
                const auto pair = change.items();
                changes.top[pair[0].hex()] = pair[1].hex();
            }
            SERINUS_ASSERT(backend.apply(changes, kVersion).has_value());
        } else {
            block = one["args"].hex();
        }
    }
    if (block.empty()) {
        std::printf("skipped: no block; bench/block_execution.mjs runs this\n");
        return 0;
    }

    executor::Executor executor;
    state::Overlay first(backend);
    const auto runtime = executor.runtime_of(first).value();
    const double block_ms = least_ms(7, [&] {
        state::Overlay overlay(backend);
        const auto done = executor.call(*runtime, "Core_execute_block", block, overlay);
        if (!done) std::printf("%s\n", done.error().reason.c_str());
        SERINUS_ASSERT(done.has_value());
    });

    using namespace crypto::sr25519;
    const KeyPair key = expand(MiniSecret{});
    const Bytes message(100, 7);
    const Signature signature = sign(key, message, {});
    const double verify_ms = least_ms(500, [&] { SERINUS_ASSERT(verify(signature, message, key.public_key)); });
    std::printf("{\"block_ms\": %.3f, \"verify_us\": %.3f}\n", block_ms, verify_ms * 1e3);
    return 0;
}
