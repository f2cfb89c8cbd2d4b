#include "tests/malus/deeds.hpp"

#include <chrono>
#include <thread>

#include "base/hex.hpp"
#include "platform/log.hpp"

namespace serinus::malus {

using parachain::CompactStatement;
using parachain::StatementMessage;
using parachain::ValidationMessage;
using services::paras::Outcome;

namespace {

constexpr const char* kDeedsLog = "malus";
/// More than the second that an asker waits for a chunk, and the two for a proof.
constexpr std::chrono::milliseconds kLate(2'500);

void tell_deed(const char* deed, const CandidateHash& candidate) {
    log::warn(kDeedsLog, deed + to_hex_prefixed(candidate._0.bytes));
}

}  // namespace

void DisputesAll::check(Candidate candidate, OnResult on_result) {
    if (pvf::execution_kind(candidate.purpose) == pvf::ExecutionKind::kBacking) {
        return honest_.check(std::move(candidate), std::move(on_result));
    }
    log::warn(kDeedsLog, "Disputes candidate " + to_hex_prefixed(candidate.receipt.hash()._0.bytes));
    (void)lane_.post_always(
        [on_result = std::move(on_result)]() mutable { on_result({Outcome::kInvalid, {}, "this validator lies"}); });
}

void NeverApproves::check(Candidate candidate, OnResult on_result) {
    if (candidate.purpose == pvf::Purpose::kApproval) {
        return log::warn(kDeedsLog, "Does not approve candidate " + to_hex_prefixed(candidate.receipt.hash()._0.bytes));
    }
    honest_.check(std::move(candidate), std::move(on_result));
}

std::optional<ErasureChunk> GivesNothing::find_chunk(const CandidateHash& candidate, ValidatorIndex) const {
    tell_deed("Withholds a chunk of candidate ", candidate);
    return std::nullopt;
}

std::optional<AvailableData> GivesNothing::find_data(const CandidateHash& candidate) const {
    tell_deed("Withholds the proof of candidate ", candidate);
    return std::nullopt;
}

std::optional<ErasureChunk> GivesOther::find_chunk(const CandidateHash& candidate, ValidatorIndex validator) const {
    auto out = honest_.find_chunk(candidate, validator);
    if (out && !out->chunk.empty() && is_turn()) {
        out->chunk.front() ^= 1;
        tell_deed("Gives another chunk of candidate ", candidate);
    }
    return out;
}

std::optional<AvailableData> GivesOther::find_data(const CandidateHash& candidate) const {
    auto out = honest_.find_data(candidate);
    if (out && is_turn()) {
        out->pov.block_data.push_back(0);
        tell_deed("Gives another proof of candidate ", candidate);
    }
    return out;
}

std::optional<ErasureChunk> GivesLate::find_chunk(const CandidateHash& candidate, ValidatorIndex validator) const {
    tell_deed("Gives late a chunk of candidate ", candidate);
    std::this_thread::sleep_for(kLate);
    return honest_.find_chunk(candidate, validator);
}

std::optional<AvailableData> GivesLate::find_data(const CandidateHash& candidate) const {
    tell_deed("Gives late the proof of candidate ", candidate);
    std::this_thread::sleep_for(kLate);
    return honest_.find_data(candidate);
}

void SignsTwice::send(const std::vector<PeerId>& peers, const ValidationMessage& message) {
    own_.send(peers, message);
    const auto* statements = std::get_if<ValidationMessage::Statement>(&message.v);
    const auto* one = statements == nullptr ? nullptr : std::get_if<StatementMessage::Statement>(&statements->_0.v);
    if (one == nullptr || !one->statement.payload.is_seconded()) return;
    const auto state = states_.at(one->scheduling_parent);
    if (!state || (*state)->session->own != one->statement.validator_index) return;
    StatementMessage::Statement other = *one;
    other.statement.payload.statement.v = CompactStatement::Valid{one->statement.payload.candidate_hash()};
    const auto signature =
        keys_.sign(crypto::key_types::kParachainValidator, crypto::Scheme::kSr25519,
                   (*state)->session->validators[other.statement.validator_index._0].bytes,
                   other.statement.signing_payload({(*state)->session->index, other.scheduling_parent}));
    if (!signature || signature->size() != 64) return;
    std::copy(signature->begin(), signature->end(), other.statement.signature._0._0.begin());
    log::warn(kDeedsLog,
              "Signs twice: candidate " + to_hex_prefixed(other.statement.payload.candidate_hash()._0.bytes));
    own_.send(peers, ValidationMessage{ValidationMessage::Statement{StatementMessage{other}}});
}

}  // namespace serinus::malus
