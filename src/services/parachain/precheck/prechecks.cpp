#include "services/parachain/precheck/prechecks.hpp"

#include "base/hex.hpp"
#include "platform/log.hpp"

namespace serinus::services::paras {

using parachain::CodeCheckEffect;
using parachain::CodeChecks;
namespace host = runtime_api::parachain_host;

namespace {

constexpr const char* kPrecheckLog = "parachain::pvf-checker";

/// Of a vote, which is a few reads.
constexpr uint64_t kMaxVoteMs = 10'000;

}  // namespace

void Prechecks::on_leaf(const RelayState& leaf) {
    CodeChecks::Leaf out{leaf.hash, leaf.number, leaf.session_index, leaf.session->own, {}};
    auto waiting = environment_.calls.ask(leaf.hash, host::kPvfsRequirePrecheck);
    if (!waiting && waiting.error().kind == executor::CallError::Kind::kNoSuchMethod) return;
    if (waiting) {
        out.waiting = *std::move(waiting);
    } else {
        log::debug(kPrecheckLog, [&] { return "Which code waits for votes is not known: " + waiting.error().reason; });
    }
    if (facts_ == nullptr || leaf.session_index >= session_) {
        session_ = leaf.session_index;
        facts_ = leaf.session;
    }
    CodeChecks::Effects effects;
    checks_.on_leaf(out, effects);
    carry_out(effects);
}

void Prechecks::carry_out(CodeChecks::Effects& effects) {
    for (const CodeCheckEffect& effect : effects) {
        if (const auto* to_check = std::get_if<CodeCheckEffect::Check>(&effect.v)) {
            check(*to_check);
        } else {
            vote(std::get<CodeCheckEffect::Vote>(effect.v));
        }
    }
}

/// Observed: precheck_pvf of polkadot-node-core-candidate-validation 36.0.0. Code that the chain does not give, or that
/// could not be prepared for reasons of the machine, is voted against there too: without a vote it would wait for ever.
void Prechecks::check(const CodeCheckEffect::Check& effect) {
    auto code = environment_.calls.ask(effect.at, host::kValidationCodeByHash, effect.code);
    if (!code || !*code) {
        log::warn(kPrecheckLog, "Code " + to_hex_prefixed(effect.code._0.bytes) + " is refused: the chain has it not" +
                                    (code ? std::string() : " (" + code.error().reason + ")"));
        return conclude(effect.code, false);
    }
    auto prepared = std::make_shared<const pvf::SessionCode>(
        pvf::SessionCode{std::move((**code)._0), facts_->executor_params, facts_->code_bomb_limit});
    environment_.executor.precheck(std::move(prepared), [this, hash = effect.code](const Precheck& result) {
        const std::string name = "Code " + to_hex_prefixed(hash._0.bytes);
        if (!result.is_accepted) {
            ++figures_.untold;
            return log::warn(kPrecheckLog, name + " gets no vote: " + result.reason);
        }
        log::info(kPrecheckLog, *result.is_accepted ? name + " of a parachain is accepted"
                                                    : name + " of a parachain is refused: " + result.reason);
        conclude(hash, *result.is_accepted);
    });
}

void Prechecks::conclude(const CodeHash& code, bool is_accepted) {
    ++(is_accepted ? figures_.accepted : figures_.refused);
    CodeChecks::Effects effects;
    checks_.on_checked(code, is_accepted, effects);
    carry_out(effects);
}

void Prechecks::vote(const CodeCheckEffect::Vote& effect) {
    const size_t own = effect.statement.validator_index._0;
    if (facts_ == nullptr || facts_->index != effect.statement.session_index || own >= facts_->validators.size())
        return;
    const auto made = environment_.keys.sign(crypto::key_types::kParachainValidator, crypto::Scheme::kSr25519,
                                             facts_->validators[own].bytes, effect.statement.signing_payload());
    polkadot_primitives::v5::ValidatorSignature signature{};
    if (!made || made->size() != signature._0._0.size()) {
        return log::warn(kPrecheckLog, "The key of this validator is not there any more: no vote on code");
    }
    std::copy(made->begin(), made->end(), signature._0._0.begin());
    const auto offchain = environment_.make_offchain();
    const auto submitted = environment_.calls.execute(effect.at, host::kSubmitPvfCheckStatement,
                                                      {.offchain = offchain.get(), .max_duration_ms = kMaxVoteMs},
                                                      effect.statement, signature);
    if (!submitted) {
        return log::warn(kPrecheckLog, "A vote on code cannot be submitted: " + submitted.error().to_string());
    }
    ++figures_.votes;
}

}  // namespace serinus::services::paras
