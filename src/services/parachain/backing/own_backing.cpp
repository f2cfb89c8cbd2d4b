// The part of candidates/ that is about this validator's own votes: proofs, execution, availability, signatures.
#include "base/hex.hpp"
#include "platform/log.hpp"
#include "services/parachain/availability/chunking.hpp"
#include "services/parachain/backing/candidates.hpp"

namespace serinus::services::paras {

using parachain::Backing;
using parachain::BackingEffect;
using parachain::PoV;
using parachain::StatementDistribution;

namespace {

constexpr const char* kOwnVotesLog = "parachain::candidate-backing";

/// The proof, if it is one that may be right.
std::optional<PoV> pov_of(const std::optional<Bytes>& answer) {
    if (!answer) return std::nullopt;
    auto response = scale::decode<parachain::PovResponse>(*answer);
    if (!response || !std::holds_alternative<PoV>(*response)) return std::nullopt;
    return std::get<PoV>(*std::move(response));
}

}  // namespace

void Candidates::carry_out(Backing::Effects& effects) {
    for (BackingEffect& effect : effects) {
        if (auto* work = std::get_if<BackingEffect::Validate>(&effect.v)) {
            validate(std::move(*work));
        } else if (const auto* to_sign = std::get_if<BackingEffect::Sign>(&effect.v)) {
            sign(*to_sign);
        } else if (const auto* share = std::get_if<BackingEffect::Share>(&effect.v)) {
            StatementDistribution::Effects of_statements;
            (void)statements_.share(share->scheduling_parent, share->statement, of_statements);
            carry_out(of_statements);
        } else if (const auto* backed = std::get_if<BackingEffect::Backed>(&effect.v)) {
            ++figures_.backed;
            environment_.timelines.note_once(backed->hash, CandidateStep::kBacked);
            log::debug(kOwnVotesLog, [&] { return "Backed: " + to_hex_prefixed(backed->hash._0.bytes); });
            StatementDistribution::Effects of_statements;
            statements_.on_backed(backed->hash, of_statements);
            carry_out(of_statements);
        } else if (const auto* seconded = std::get_if<BackingEffect::CollationSeconded>(&effect.v)) {
            later([this, one = *seconded] { collations_->on_seconded(one); });
        } else if (const auto* invalid = std::get_if<BackingEffect::CollationInvalid>(&effect.v)) {
            later([this, one = *invalid] { collations_->on_invalid(one); });
        } else if (const auto* misbehaved = std::get_if<BackingEffect::Misbehaved>(&effect.v)) {
            log::debug(kOwnVotesLog, [&] {
                return "Validator " + std::to_string(misbehaved->validator._0) + " votes as it must not (" +
                       std::to_string(static_cast<int>(misbehaved->what)) + ")";
            });
        }
    }
}

void Candidates::later(platform::Task task) {
    if (collations_ != nullptr) (void)environment_.lane.post_always(std::move(task));
}

void Candidates::second(const parachain::CandidateReceipt& receipt, const parachain::PersistedValidationData& data,
                        PoV pov) {
    environment_.timelines.describe(receipt.hash(), receipt.descriptor.para_id._0, receipt.descriptor.relay_parent);
    environment_.timelines.note_once(receipt.hash(), CandidateStep::kFetched);
    Backing::Effects effects;
    backing_.second(receipt, data, std::move(pov), effects);
    carry_out(effects);
    send_requests();
}

std::optional<PeerId> Candidates::peer_of(const Session& session, ValidatorIndex validator) const {
    if (validator._0 >= session.discovery_keys.size()) return std::nullopt;
    return environment_.authorities.find_peer(session.discovery_keys[validator._0]);
}

void Candidates::validate(Validate work) {
    if (!work.pov) return fetch_pov(std::move(work));
    PoV pov = *std::exchange(work.pov, std::nullopt);
    check(std::move(work), std::move(pov));
}

void Candidates::fetch_pov(Validate work) {
    const auto state = environment_.states.at(work.scheduling_parent);
    const auto peer = state ? peer_of(*(*state)->session, work.pov_from) : std::nullopt;
    Bytes content = scale::encode(parachain::PovRequest{work.hash});
    auto on_answer = [this, work = std::move(work)](RequestKind, const std::optional<Bytes>& answer) mutable {
        auto pov = pov_of(answer);
        if (pov && pov->hash() == work.receipt.descriptor.pov_hash) return check(std::move(work), *std::move(pov));
        environment_.timelines.note(
            work.hash, CandidateStep::kNotVotedFor,
            "its proof of validity did not come from validator " + std::to_string(work.pov_from._0) + " of the group");
        Backing::Effects effects;
        backing_.on_no_pov(work.scheduling_parent, work.hash, effects);
        carry_out(effects);
    };
    if (!peer) {
        (void)environment_.lane.post_always(
            [on_answer = std::move(on_answer)]() mutable { on_answer(RequestKind::kPov, std::nullopt); });
        return;
    }
    environment_.outlets.request(*peer, RequestKind::kPov, std::move(content), std::nullopt, std::move(on_answer));
}

void Candidates::check(Validate work, PoV pov) {
    const auto state = environment_.states.at(work.scheduling_parent);
    const SessionIndex scheduling_session = state ? (*state)->session_index : 0;
    CandidateChecks::Candidate candidate{
        .receipt = work.receipt,
        .data = work.data,
        .pov = pov,
        .purpose = pvf::Purpose::kBacking,
        .at = work.scheduling_parent,
        .session = polkadot_primitives::v9::session_of(work.receipt.descriptor).value_or(scheduling_session)};
    const uint64_t begin = environment_.scheduler.now_ms();
    environment_.checker.check(std::move(candidate), [this, begin, work = std::move(work),
                                                      pov = std::move(pov)](CheckResult result) mutable {
        environment_.timelines.note(work.hash, CandidateStep::kChecked,
                                    verdict_text(result, environment_.scheduler.now_ms() - begin));
        if (result.outcome == Outcome::kValid) {
            return make_available(work, std::move(pov), std::move(result.commitments));
        }
        log::info(kOwnVotesLog, "No vote for candidate " + to_hex_prefixed(work.hash._0.bytes) + ": " + result.reason);
        conclude(work, result.outcome == Outcome::kInvalid ? Backing::Outcome::kInvalid : Backing::Outcome::kUnknown,
                 {});
    });
}

void Candidates::make_available(const Validate& work, PoV pov, parachain::CandidateCommitments commitments) {
    const auto state = environment_.states.at(work.scheduling_parent);
    if (!state) return conclude(work, Backing::Outcome::kUnknown, {});
    auto task = [this, work, session = (*state)->session, commitments = std::move(commitments),
                 data = parachain::AvailableData{std::move(pov), work.data}]() mutable {
        auto chunks = make_chunks(*session, work.core, data, work.receipt.descriptor.erasure_root);
        (void)environment_.lane.post_always([this, work = std::move(work), commitments = std::move(commitments),
                                             data = std::move(data), chunks = std::move(chunks)] {
            if (!chunks) {
                environment_.timelines.note(work.hash, CandidateStep::kNotVotedFor,
                                            "its data is not what its erasure root says");
                return conclude(work, Backing::Outcome::kInvalid, {});
            }
            environment_.timelines.note_once(work.hash, CandidateStep::kChunkKept);
            const uint64_t now_s = environment_.scheduler.unix_now_ms() / 1000;
            const auto stored = environment_.store.put_data(work.hash, data, *chunks, now_s);
            if (!stored) log::error(kOwnVotesLog, "The data of a candidate cannot be stored: " + stored.error());
            conclude(work, stored ? Backing::Outcome::kValid : Backing::Outcome::kUnknown, commitments);
        });
    };
    (void)environment_.jobs.post_always(std::move(task));
}

void Candidates::conclude(const Validate& work, Backing::Outcome outcome,
                          const parachain::CandidateCommitments& commitments) {
    Backing::Effects effects;
    backing_.on_validated(work.scheduling_parent, work.hash, outcome, commitments, environment_.states, effects);
    carry_out(effects);
    send_requests();
}

void Candidates::sign(const BackingEffect::Sign& effect) {
    const auto state = environment_.states.at(effect.scheduling_parent);
    if (!state || !(*state)->session->own) return;
    const Session& session = *(*state)->session;
    parachain::SignedStatement statement{{effect.statement}, *session.own, {}};
    // One statement for a candidate at a scheduling parent, whatever happens to the node in between.
    const Bytes key =
        concat(as_bytes("statement"), effect.scheduling_parent.bytes, statement.payload.candidate_hash()._0.bytes);
    if (!environment_.signed_once.may_sign(key, scale::encode(statement.payload))) {
        return environment_.timelines.note(statement.payload.candidate_hash(), CandidateStep::kNotVotedFor,
                                           "another statement on it was signed before, or cannot be noted");
    }
    const auto signature = environment_.keys.sign(crypto::key_types::kParachainValidator, crypto::Scheme::kSr25519,
                                                  session.validators[session.own->_0].bytes,
                                                  statement.signing_payload({session.index, effect.scheduling_parent}));
    if (!signature || signature->size() != 64) return;
    std::copy(signature->begin(), signature->end(), statement.signature._0._0.begin());
    ++figures_.statements;
    environment_.timelines.note(statement.payload.candidate_hash(),
                                statement.payload.is_seconded() ? CandidateStep::kSeconded : CandidateStep::kVotedFor,
                                "at " + to_hex_prefixed(effect.scheduling_parent.bytes));
    if (statement.payload.is_seconded()) ++figures_.seconded;
    log::debug(kOwnVotesLog, [&] {
        return std::string(statement.payload.is_seconded() ? "Seconded " : "Voted for ") +
               to_hex_prefixed(statement.payload.candidate_hash()._0.bytes);
    });
    Backing::Effects effects;
    backing_.on_signed(effect.scheduling_parent, statement, environment_.states, effects);
    carry_out(effects);
}

}  // namespace serinus::services::paras
