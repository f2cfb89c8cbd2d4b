#include "services/parachain/disputes/slashing.hpp"

#include "base/hex.hpp"
#include "platform/log.hpp"

namespace serinus::services::paras {

using parachain::SlashingReportEffect;
using parachain::SlashingReports;
namespace host = runtime_api::parachain_host;

namespace {

constexpr const char* kSlashingLog = "parachain::dispute-coordinator";

/// Of a report, for which the runtime checks a proof.
constexpr uint64_t kMaxReportMs = 10'000;

std::string text_of(const host::DisputeProof& proof) {
    return "validator " + std::to_string(proof.validator_index._0) + " of session " + std::to_string(proof.session) +
           ", which lost the dispute about candidate " + to_hex_prefixed(proof.candidate._0.bytes);
}

}  // namespace

void Slashing::on_leaf(const RelayState& leaf) {
    auto slashes = environment_.calls.ask(leaf.hash, host::kUnappliedSlashesV2);
    if (!slashes && slashes.error().kind == executor::CallError::Kind::kNoSuchMethod) {
        slashes = environment_.calls.ask(leaf.hash, host::kUnappliedSlashes);
    }
    if (!slashes) {
        if (slashes.error().kind == executor::CallError::Kind::kNoSuchMethod) return;
        log::debug(kSlashingLog, [&] { return "Who is to be slashed is not known: " + slashes.error().reason; });
    }
    SlashingReports::Leaf out{leaf.hash, leaf.number, leaf.session_index, {}, {}};
    if (slashes) out.slashes = *std::move(slashes);
    for (const auto& [session, candidate, pending] : out.slashes) {
        out.included_in.emplace(candidate, environment_.disputes.blocks_including(candidate));
    }
    SlashingReports::Effects effects;
    reports_.on_leaf(out, effects);
    // Each answer may bring the next question.
    for (size_t i = 0; i < effects.size(); ++i) {
        const SlashingReportEffect effect = effects[i];
        if (const auto* question = std::get_if<SlashingReportEffect::AskOwnership>(&effect.v)) {
            reports_.on_ownership(ownership(*question), effects);
        } else if (const auto* report = std::get_if<SlashingReportEffect::Submit>(&effect.v)) {
            reports_.on_submitted(submit(*report), effects);
        } else {
            ++figures_.unproven;
            log::debug(kSlashingLog, [&] {
                return "No block proves the key of " + text_of(std::get<SlashingReportEffect::NoProof>(effect.v).proof);
            });
        }
    }
}

std::optional<Bytes> Slashing::ownership(const SlashingReportEffect::AskOwnership& question) const {
    auto proof = environment_.calls.ask(question.at, host::kKeyOwnershipProof, question.validator);
    return proof ? *std::move(proof) : std::nullopt;
}

bool Slashing::submit(const SlashingReportEffect::Submit& report) {
    const auto offchain = environment_.make_offchain();
    const auto made = environment_.calls.execute(report.at, host::kSubmitReportDisputeLost,
                                                 {.offchain = offchain.get(), .max_duration_ms = kMaxReportMs},
                                                 report.proof, report.ownership);
    const bool is_made = made && *made;
    ++(is_made ? figures_.reported : figures_.refused);
    if (is_made) {
        log::info(kSlashingLog, "Reported " + text_of(report.proof));
    } else {
        log::warn(kSlashingLog, "The runtime takes no report on " + text_of(report.proof) +
                                    (made ? std::string() : ": " + made.error().to_string()));
    }
    return is_made;
}

}  // namespace serinus::services::paras
