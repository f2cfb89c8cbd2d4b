// The solver of elections as a Wasm module: bench_npos_miner.wasm, which runs in the host beside Kusama's runtime. What
// tests/differential/mining.mjs asks for with MODULE=path.
#include "runtime/npos/miner.hpp"
#include "runtime/runtimes/kusama/weights/election_provider_multi_phase.hpp"
#include "runtime/sdk/runtime_api.hpp"

namespace serinus::bench {

using sdk::AccountId;

struct NposMiner {
    /// What an offchain worker mines from a snapshot: the arguments of the call that submits it.
    struct mine {
        std::vector<std::tuple<AccountId, uint64_t, std::vector<AccountId>>> voters;
        std::vector<AccountId> targets;
        uint32_t desired;
        uint32_t round;
        uint64_t max_time_ps;
        uint32_t max_length;

        auto operator()() const {
            const auto voter_count = static_cast<uint32_t>(voters.size());
            const auto target_count = static_cast<uint32_t>(targets.size());
            const sdk::npos::MinerLimits limits{.max_weight = sdk::Weight::from_parts(max_time_ps, ~uint64_t{0}),
                                                .max_length = max_length,
                                                .weight_of = [&](uint32_t active) {
                                                    return kusama::weights::kElectionProviderMultiPhase.submit_unsigned(
                                                        voter_count, target_count, active, desired);
                                                }};
            const auto mined = sdk::npos::mine<24>(std::span<const AccountId>(targets), voters, desired, limits);
            SERINUS_ASSERT(mined);
            return std::tuple(mined->solution, mined->score, round, scale::Compact(voter_count),
                              scale::Compact(target_count));
        }
    };
};

}  // namespace serinus::bench

using serinus::bench::NposMiner;
SERINUS_EXPORT_METHOD(NposMiner, mine)
