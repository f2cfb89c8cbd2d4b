#include "services/parachain/validation/checker.hpp"

#include "base/hex.hpp"
#include "platform/log.hpp"

namespace serinus::services::paras {

using parachain::CandidateReceipt;

namespace {

constexpr const char* kCheckerLog = "parachain::candidate-validation";

/// Observed: polkadot-node-core-candidate-validation 36.0.0: paras below 2000 are the system's.
constexpr uint32_t kFirstPublicPara = 2000;

CheckResult invalid(std::string reason) { return {Outcome::kInvalid, {}, std::move(reason)}; }
CheckResult unknown(std::string reason) { return {Outcome::kUnknown, {}, std::move(reason)}; }

}  // namespace

pvf::Purpose CandidateChecker::purpose_of(const Candidate& candidate) {
    if (candidate.purpose == pvf::Purpose::kBacking && candidate.receipt.descriptor.para_id._0 < kFirstPublicPara) {
        return pvf::Purpose::kBackingOfSystem;
    }
    return candidate.purpose;
}

OrCallError<std::shared_ptr<const pvf::SessionCode>> CandidateChecker::code_of(const Candidate& candidate) {
    using executor::CallError;
    TRY_ASSIGN(auto code, calls_.ask(candidate.at, runtime_api::parachain_host::kValidationCodeByHash,
                                     candidate.receipt.descriptor.validation_code_hash));
    if (!code) return Err(CallError{.kind = CallError::Kind::kState, .reason = "the code is not on chain"});
    TRY_ASSIGN(const auto session, states_.session(candidate.session, candidate.at));
    if (session == nullptr)
        return Err(CallError{.kind = CallError::Kind::kState, .reason = "the session is not known"});
    return std::make_shared<const pvf::SessionCode>(
        pvf::SessionCode{std::move(code->_0), session->executor_params, session->code_bomb_limit});
}

void CandidateChecker::finish(OnResult& on_result, CheckResult result) {
    switch (result.outcome) {
        case Outcome::kValid:
            ++figures_.valid;
            break;
        case Outcome::kInvalid:
            ++figures_.invalid;
            break;
        case Outcome::kUnknown:
            ++figures_.unknown;
            break;
    }
    on_result(std::move(result));
}

void CandidateChecker::check(Candidate candidate, OnResult on_result) {
    const auto code = code_of(candidate);
    if (!code) return finish(on_result, unknown(code.error().reason));
    if (const auto fault = check_before_execution(candidate.receipt, candidate.data, candidate.pov, (*code)->code)) {
        return finish(on_result, invalid(to_string(*fault)));
    }
    const pvf::Purpose purpose = purpose_of(candidate);
    const Hash256 at = candidate.at;
    pvf::Host::Request request{
        .code = *code,
        .input = std::make_shared<const pvf::CandidateInput>(
            input_of(candidate.receipt, candidate.data, std::move(candidate.pov))),
        .purpose = purpose,
        .scheduling_parent = polkadot_primitives::v9::scheduling_parent_of(candidate.receipt.descriptor)};
    executor_.execute(std::move(request), [this, purpose, at, receipt = std::move(candidate.receipt),
                                           on_result = std::move(on_result)](const pvf::Verdict& verdict) mutable {
        finish(on_result, judge(receipt, purpose, at, verdict));
    });
}

CheckResult CandidateChecker::judge(const CandidateReceipt& receipt, pvf::Purpose purpose, const Hash256& at,
                                    const pvf::Verdict& verdict) {
    if (!std::holds_alternative<pvf::Valid>(verdict)) {
        const bool is_invalid = std::holds_alternative<pvf::Invalid>(verdict);
        log::write(is_invalid ? log::Level::kWarn : log::Level::kInfo, kCheckerLog,
                   "Candidate " + to_hex_prefixed(receipt.hash()._0.bytes) + " of para " +
                       std::to_string(receipt.descriptor.para_id._0) + ": " + pvf::to_string(verdict));
        return is_invalid ? invalid(pvf::to_string(verdict)) : unknown(pvf::to_string(verdict));
    }
    const pvf::ValidationResult& result = std::get<pvf::Valid>(verdict).result;
    auto fault = check_result(receipt, result);
    if (!fault && pvf::execution_kind(purpose) == pvf::ExecutionKind::kBacking) {
        const auto state = states_.at(at);
        if (!state) return unknown(state.error().reason);
        fault = check_for_backing(receipt, result, (*state)->session_index,
                                  polkadot_primitives::v9::transpose((*state)->claim_queue));
    }
    if (fault) return invalid(to_string(*fault));
    return {Outcome::kValid, result.to_commitments(), {}};
}

std::string verdict_text(const CheckResult& result, uint64_t ms) {
    const std::string time = ", " + std::to_string(ms) + " ms";
    switch (result.outcome) {
        case Outcome::kValid:
            return "valid" + time;
        case Outcome::kInvalid:
            return "invalid: " + result.reason + time;
        case Outcome::kUnknown:
            return "unknown: " + result.reason + time;
    }
    return {};
}

}  // namespace serinus::services::paras
