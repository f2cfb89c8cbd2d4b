// Backing and statements of simulated validators.
#include "parachain/simulation/sim_nodes.hpp"

namespace serinus::parachain::simulation {

void Simulation::send(uint32_t from, const std::vector<PeerId>& to, const ValidationMessage& message) {
    const Bytes bytes = scale::encode(message);
    for (const PeerId& one : to) {
        const uint32_t number = number_of(one);
        if (living(number) == nullptr) continue;
        links_.notify(from, number, [this, from, number, bytes] {
            receive(*validators_[number], from, scale::decode<ValidationMessage>(bytes).value());
        });
    }
}

void Simulation::receive(Validator& at, uint32_t from, const ValidationMessage& message) {
    if (const auto* statement = std::get_if<ValidationMessage::Statement>(&message.v)) {
        StatementDistribution::Effects out;
        at.statements.on_message(peer(from), statement->_0, out);
        carry_out(at, out);
    } else if (const auto* bitfield = std::get_if<ValidationMessage::Bitfield>(&message.v)) {
        BitfieldGossip::Effects out;
        using Verdict = BitfieldGossip::Verdict;
        const auto verdict = at.bitfields.on_message(peer(from), std::get<0>(bitfield->_0.v), draw(), out);
        cost(at.number, peer(from), verdict == Verdict::kWrongIndex || verdict == Verdict::kWrongSignature,
             "bitfield " + std::to_string(static_cast<int>(verdict)));
        carry_out(at, out);
    } else {
        ApprovalGossip::Effects out;
        ApprovalVoting::Effects voting;
        at.gossip.on_message(peer(from), std::get<ValidationMessage::Approval>(message.v)._0, clock_.now() / kTickMs,
                             draw(), out, voting);
        carry_out(at, out);
        carry_out(at, voting);
    }
}

void Simulation::carry_out(Validator& at, const StatementDistribution::Effects& effects) {
    for (const StatementEffect& effect : effects) {
        if (const auto* send_to = std::get_if<StatementEffect::Send>(&effect.v)) {
            send(at.number, send_to->peers, {ValidationMessage::Statement{send_to->message}});
        } else if (const auto* judged = std::get_if<StatementEffect::Judged>(&effect.v)) {
            cost(at.number, judged->peer, amount_of(reputation_of(judged->verdict)) < 0,
                 "statement " + std::to_string(static_cast<int>(judged->verdict)));
        } else if (const auto* statement = std::get_if<StatementEffect::ToBacking>(&effect.v)) {
            Backing::Effects out;
            at.backing.on_statement(statement->scheduling_parent, statement->statement, chain_, out);
            carry_out(at, out);
        } else {
            const auto& request = std::get<StatementEffect::Request>(effect.v);
            const uint32_t target = number_of(request.peer);
            links_.request<AttestedCandidateResponse>(
                at.number, target, 2500,
                [this, from = at.number, target, asked = request.request](const auto& answer) {
                    Validator* server = living(target);
                    if (server == nullptr || server->lies.withholds_statements) return;
                    StatementDistribution::Effects out;
                    answer(server->statements.answer(peer(from), asked, out));
                    carry_out(*server, out);
                },
                [this, &at, target](std::optional<AttestedCandidateResponse> answer) {
                    StatementDistribution::Effects out;
                    if (answer) {
                        at.statements.on_response(peer(target), *answer, clock_.now(), out);
                    } else {
                        at.statements.on_response(peer(target), StatementDistribution::NoResponse::kFailure,
                                                  clock_.now(), out);
                    }
                    at.statements.send_requests(clock_.now(), out);
                    carry_out(at, out);
                });
        }
    }
}

void Simulation::carry_out(Validator& at, const Backing::Effects& effects) {
    for (const BackingEffect& effect : effects) {
        if (const auto* job = std::get_if<BackingEffect::Validate>(&effect.v)) {
            validate(at, *job);
        } else if (const auto* sign = std::get_if<BackingEffect::Sign>(&effect.v)) {
            SignedStatement statement;
            statement.payload.statement = sign->statement;
            statement.validator_index = at.own;
            const Bytes payload = statement.signing_payload({StatementWorld::kSession, sign->scheduling_parent});
            statement.signature._0._0 = crypto::sr25519::sign(world_.keys[at.number], payload, {}).bytes;
            Backing::Effects out;
            at.backing.on_signed(sign->scheduling_parent, statement, chain_, out);
            carry_out(at, out);
        } else if (const auto* share = std::get_if<BackingEffect::Share>(&effect.v)) {
            StatementDistribution::Effects out;
            at.statements.share(share->scheduling_parent, share->statement, out);
            carry_out(at, out);
        } else if (const auto* backed = std::get_if<BackingEffect::Backed>(&effect.v)) {
            StatementDistribution::Effects out;
            at.statements.on_backed(backed->hash, out);
            at.statements.send_requests(clock_.now(), out);
            carry_out(at, out);
        } else if (const auto* seconded = std::get_if<BackingEffect::CollationSeconded>(&effect.v)) {
            ValidatorSide::Effects out;
            at.side.on_seconded(*seconded, out);
            carry_out(at, out);
        } else if (const auto* invalid = std::get_if<BackingEffect::CollationInvalid>(&effect.v)) {
            at.side.on_invalid(invalid->scheduling_parent, invalid->receipt);
        } else {
            ++report_.misbehaviors;
        }
    }
}

void Simulation::validate(Validator& at, const BackingEffect::Validate& job) {
    if (job.pov) return execute(at, job, *job.pov);
    const uint32_t target = job.pov_from._0;
    links_.request<PoV>(
        at.number, target, request_protocol(RequestKind::kPov).timeout_ms,
        [this, target, hash = job.hash](const auto& answer) {
            Validator* server = living(target);
            if (server == nullptr || server->lies.withholds_chunks) return;
            const auto response = answer_pov({hash}, *server);
            const auto* pov = std::get_if<PoV>(&response);
            answer(pov == nullptr ? std::nullopt : std::optional(*pov));
        },
        [this, &at, job](std::optional<PoV> pov) {
            if (pov && pov->hash() == job.receipt.descriptor.pov_hash) return execute(at, job, *pov);
            Backing::Effects out;
            at.backing.on_no_pov(job.scheduling_parent, job.hash, out);
            carry_out(at, out);
        });
}

void Simulation::execute(Validator& at, const BackingEffect::Validate& job, const PoV& pov) {
    clock_.after(50 + random_() % 250, [this, &at, job, pov] {
        const auto truth = truth_.find(job.hash);
        const AvailableData data{pov, job.data};
        const bool has_root = encode(data)->branches.root() == job.receipt.descriptor.erasure_root;
        const bool is_valid = truth != truth_.end() && (truth->second.second || at.lies.backs_garbage) && has_root &&
                              pov.hash() == job.receipt.descriptor.pov_hash;
        if (is_valid) store_data(at, job.hash, data);
        Backing::Effects out;
        at.backing.on_validated(job.scheduling_parent, job.hash,
                                is_valid ? Backing::Outcome::kValid : Backing::Outcome::kInvalid,
                                is_valid ? truth->second.first.commitments : CandidateCommitments{}, chain_, out);
        carry_out(at, out);
    });
}

}  // namespace serinus::parachain::simulation
