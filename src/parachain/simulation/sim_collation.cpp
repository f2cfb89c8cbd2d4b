// Collators, and what simulated validators do with them.
#include "parachain/simulation/sim_nodes.hpp"

namespace serinus::parachain::simulation {
namespace {

namespace v9 = polkadot_primitives::v9;

/// Messages behind the candidate's: for its only core, and of the peer that is to gain by it.
void add_signals(CandidateCommitments& commitments, const PeerId& collator) {
    auto& messages = commitments.upward_messages;
    const v9::ApprovedPeer peer{*decltype(v9::ApprovedPeer::peer_id)::from(to_bytes(collator.bytes()))};
    SERINUS_ASSERT(messages.try_push({}));
    SERINUS_ASSERT(messages.try_push(scale::encode(v9::UmpSignal{v9::SelectCore{0, 0}})));
    SERINUS_ASSERT(messages.try_push(scale::encode(v9::UmpSignal{peer})));
}

}  // namespace

void Simulation::on_block(Collator& at, const Hash256& hash) {
    const SimBlock& block = chain_.at(hash);
    if (at.leaves.contains(hash)) return;
    CollatorLeaf leaf{chain_.path(hash, kLookahead), block.number, {}};
    for (const Hash256& one : leaf.path) {
        const GroupIndex group = group_of_core(chain_.rotation_at(one), {at.core}, world_.session.groups.size());
        auto& keys = leaf.groups[one][{at.core}];
        for (const ValidatorIndex member : world_.session.groups[group._0])
            keys.push_back(authority_numbered(member._0));
    }
    CollatorSide::Effects out;
    at.side.activate(std::move(leaf), out);
    for (const Hash256& old : std::exchange(at.leaves, {hash})) at.side.deactivate(old, out);
    carry_out(at, out);
    clock_.after(300, [this, &at, hash] { collate(at, chain_.at(hash)); });
}

void Simulation::collate(Collator& at, const SimBlock& block) {
    const ParaId para{1000 + at.core};
    const auto& pending = block.cores[at.core];
    const HeadData& parent = pending ? pending->receipt.commitments.head_data : block.heads.at(para);
    const bool is_valid = at.kind != CollatorKind::kGarbage;
    const std::string name = std::to_string(para._0) + " at " + std::to_string(block.number) + " by " +
                             std::to_string(at.number) + (is_valid ? "" : " garbage");
    CommittedCandidateReceipt receipt;
    receipt.commitments.head_data = head_of(name);
    receipt.commitments.hrmp_watermark = block.number;
    add_signals(receipt.commitments, peer(at.number));
    const PersistedValidationData data{parent, block.number, block.storage_root, 1'000'000};
    const PoV pov{Bytes(2000 + random_() % 3000, static_cast<uint8_t>(at.made++))};
    auto& descriptor = receipt.descriptor;
    descriptor.para_id = para;
    descriptor.relay_parent = block.hash;
    descriptor.pov_hash = pov.hash();
    descriptor.persisted_validation_data_hash = data.hash();
    descriptor.erasure_root = encode({pov, data})->branches.root();
    descriptor.validation_code_hash = kCode;
    descriptor.para_head = hashing::blake2b_256(receipt.commitments.head_data._0);
    v9::set_versioned_fields(descriptor,
                             {.core_index = static_cast<uint16_t>(at.core), .session_index = StatementWorld::kSession});
    truth_.emplace(receipt.hash(), std::pair(receipt, is_valid));
    CollatorSide::Effects out;
    at.side.distribute({block.hash, {at.core}, {{receipt.to_plain(), pov, parent}}}, out);
    carry_out(at, out);
}

void Simulation::connect_collation(Collator& collator, uint32_t validator) {
    Validator& at = *validators_[validator];
    if (at.lies.is_dead || !at.collators.insert(collator.number).second) return;
    ValidatorSide::Effects accepted;
    at.side.connect(peer(collator.number), collator.version, accepted);
    CollatorSide::Effects out;
    collator.side.connect(peer(validator), collator.version, {authority_numbered(validator)}, out);
    carry_out(at, accepted);
    carry_out(collator, out);
    if (!at.collators.contains(collator.number)) return;
    CollatorSide::Effects offers;
    collator.side.on_view(peer(validator), {{at.leaf}, 0}, offers);
    carry_out(collator, offers);
}

/// Validators that are wanted and not connected are dialled again and again, as reserved peers are.
void Simulation::dial(Collator& at) {
    for (const AuthorityId& key : std::set(at.wanted)) connect_collation(at, load_le<uint32_t>(key.data()) - 1);
    clock_.after(200 + random_() % 100, [this, &at] { dial(at); });
}

void Simulation::disconnect_collation(uint32_t collator, uint32_t validator) {
    validators_[validator]->collators.erase(collator);
    validators_[validator]->side.disconnect(peer(collator));
    collators_[collator - validators_.size()]->side.disconnect(peer(validator));
}

void Simulation::carry_out(Collator& at, const CollatorSide::Effects& effects) {
    for (const CollatorSideEffect& effect : effects) {
        if (const auto* message = std::get_if<CollatorSideEffect::Send>(&effect.v)) {
            const uint32_t to = number_of(message->peer);
            links_.notify(at.number, to, [this, from = at.number, to, sent = message->message] {
                Validator& receiver = *validators_[to];
                ValidatorSide::Effects out;
                receiver.side.on_message(peer(from), sent, clock_.now() / kSlotMs, clock_.now(), out);
                receiver.side.plan(clock_.now(), out);
                carry_out(receiver, out);
            });
        } else if (const auto* connect = std::get_if<CollatorSideEffect::Connect>(&effect.v)) {
            at.wanted = connect->validators;
        } else if (auto* answer = std::get_if<CollatorSideEffect::Answer>(&effect.v)) {
            const auto request = at.requests.extract(answer->request);
            if (!request || at.kind == CollatorKind::kSilent) continue;
            CollationResponse response;
            if (const auto* old = std::get_if<CollationResponse>(&answer->response)) {
                response = *old;
            } else {
                response = std::get<0>(std::get<CollationResponseV3>(answer->response));
            }
            auto* with = std::get_if<CollationWithParentHead>(&response);
            if (at.kind == CollatorKind::kOtherThanOffered && with != nullptr) {
                with->receipt.descriptor.para_head.bytes[0] ^= 1;
            }
            request.mapped()(std::move(response));
            CollatorSide::Effects out;
            at.side.on_sent(answer->request, clock_.now(), out);
            carry_out(at, out);
        } else if (const auto* refuse = std::get_if<CollatorSideEffect::Refuse>(&effect.v)) {
            at.requests.erase(refuse->request);
        } else if (const auto* judged = std::get_if<CollatorSideEffect::Judged>(&effect.v)) {
            cost(at.number, judged->peer, true, "collator's side");
        } else {
            disconnect_collation(at.number, number_of(std::get<CollatorSideEffect::Disconnect>(effect.v).peer));
        }
    }
}

void Simulation::request_collation(Validator& at, const ValidatorSideEffect::Request& effect) {
    const uint32_t target = number_of(effect.peer);
    links_.request<CollationResponse>(
        at.number, target, request_protocol(RequestKind::kCollationV2).timeout_ms,
        [this, target, from = at.number, asked = effect.request](auto answer) {
            Collator& collator = *collators_[target - validators_.size()];
            const uint64_t id = collator.next_request++;
            collator.requests.emplace(id, std::move(answer));
            CollatorSide::Effects out;
            collator.side.on_request(id, peer(from), asked, clock_.now(), out);
            carry_out(collator, out);
        },
        [this, &at, id = effect.id, target](std::optional<CollationResponse> answer) {
            ValidatorSide::Effects out;
            std::optional<CollationFault> fault;
            if (!answer) {
                at.side.on_collation(id, ValidatorSide::NoCollation::kLate, out);
            } else if (auto* plain = std::get_if<Collation>(&*answer)) {
                fault = at.side.on_collation(id, std::move(*plain), out);
            } else {
                fault = at.side.on_collation(id, std::get<CollationWithParentHead>(*std::move(answer)), out);
            }
            cost(at.number, peer(target), fault && *fault != CollationFault::kNoInput,
                 fault ? std::string("collation: ") + to_string(*fault) : "");
            at.side.plan(clock_.now(), out);
            carry_out(at, out);
        });
}

void Simulation::carry_out(Validator& at, const ValidatorSide::Effects& effects) {
    for (const ValidatorSideEffect& effect : effects) {
        if (const auto* dropped = std::get_if<ValidatorSideEffect::Disconnect>(&effect.v)) {
            for (const PeerId& one : dropped->peers) disconnect_collation(number_of(one), at.number);
        } else if (const auto* request = std::get_if<ValidatorSideEffect::Request>(&effect.v)) {
            request_collation(at, *request);
        } else if (const auto* second = std::get_if<ValidatorSideEffect::Second>(&effect.v)) {
            Backing::Effects out;
            at.backing.second(second->receipt, second->data, second->pov, out);
            carry_out(at, out);
        } else if (const auto* notice = std::get_if<ValidatorSideEffect::Send>(&effect.v)) {
            const uint32_t to = number_of(notice->peer);
            links_.notify(at.number, to, [this, from = at.number, to, sent = notice->message] {
                Collator& collator = *collators_[to - validators_.size()];
                CollatorSide::Effects out;
                collator.side.on_message(peer(from), sent, out);
                carry_out(collator, out);
            });
        }
    }
}

}  // namespace serinus::parachain::simulation
