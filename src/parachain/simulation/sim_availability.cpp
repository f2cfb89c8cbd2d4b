// Chunks, bitfields, recovery and approval of simulated validators.
#include "parachain/simulation/sim_nodes.hpp"

namespace serinus::parachain::simulation {

std::shared_ptr<const Simulation::Encoded> Simulation::encode(const AvailableData& data) {
    const Bytes payload = scale::encode(data);
    auto& known = encoded_[hashing::blake2b_256(payload)];
    if (known == nullptr) {
        erasure::Chunks chunks = code_.encode(payload).value();
        erasure::Branches branches(chunks);
        known = std::make_shared<const Encoded>(Encoded{std::move(chunks), std::move(branches)});
    }
    return known;
}

void Simulation::store_data(Validator& at, const CandidateHash& candidate, const AvailableData& data) {
    const auto encoded = encode(data);
    const uint32_t core = truth_.at(candidate).first.descriptor.para_id._0 - 1000;
    for (uint32_t i = 0; i < validators_.size(); ++i) {
        const uint32_t index = erasure::chunk_of_validator(code_, erasure::ChunkMapping::kByCore, core, i);
        at.chunks[{candidate, {i}}] = {to_bytes(encoded->chunks[index]), index, encoded->branches.branch(index)};
    }
    at.data[candidate] = data;
    Retention::Effects out;
    at.retention.note_data(candidate, validators_.size(), clock_.now() / 1000, out);
}

void Simulation::fetch_chunks(Validator& at, const SimBlock& block) {
    std::vector<ChunkTarget> targets;
    for (uint32_t core = 0; core < block.cores.size(); ++core) {
        const auto& pending = block.cores[core];
        if (!pending || at.chunks.contains({pending->hash, at.own})) continue;
        targets.push_back({pending->hash, pending->receipt.descriptor.erasure_root,
                           world_.session.groups[pending->group._0],
                           erasure::chunk_of_validator(code_, erasure::ChunkMapping::kByCore, core, at.number)});
    }
    ByteArray<32> seed{};
    store_le(seed.data(), random_());
    ChunkFetching::Effects out;
    at.chunk_fetching.activate(block.hash, targets, seed, out);
    carry_out(at, out);
}

void Simulation::carry_out(Validator& at, const ChunkFetching::Effects& effects) {
    for (const auto& effect : effects) {
        if (const auto* store = std::get_if<ChunkFetching::Effect::Store>(&effect.v)) {
            Retention::Effects out;
            if (at.retention.note_chunk(store->candidate, at.own, out)) {
                at.chunks[{store->candidate, at.own}] = store->chunk;
            }
            continue;
        }
        const auto* request = std::get_if<ChunkFetching::Effect::Request>(&effect.v);
        if (request == nullptr) continue;
        const uint32_t target = request->target._0;
        const CandidateHash candidate = request->request.candidate_hash;
        links_.request<ErasureChunk>(
            at.number, target, 1000,
            [this, target, asked = request->request](const auto& answer) {
                Validator* server = living(target);
                if (server == nullptr || server->lies.withholds_chunks) return;
                const auto response = answer_chunk_v2(asked, *server);
                const auto* chunk = std::get_if<ErasureChunk>(&response);
                answer(chunk == nullptr ? std::nullopt : std::optional(*chunk));
            },
            [this, &at, candidate](const std::optional<ErasureChunk>& chunk) {
                ChunkFetching::Effects out;
                at.chunk_fetching.on_response(candidate, chunk, out);
                carry_out(at, out);
            });
    }
}

void Simulation::sign_bitfield(Validator& at, const Hash256& hash) {
    if (at.leaf != hash) return;
    std::vector<std::optional<CandidateHash>> cores;
    for (const auto& pending : chain_.at(hash).cores) {
        cores.push_back(pending ? std::optional(pending->hash) : std::nullopt);
    }
    BitfieldMessage::Bitfield message{hash, {}};
    message.bitfield.payload._0 =
        make_bitfield(cores, [&](const CandidateHash& one) { return at.chunks.contains({one, at.own}); });
    message.bitfield.validator_index = at.own;
    const Bytes payload = message.bitfield.signing_payload({StatementWorld::kSession, hash});
    message.bitfield.signature._0._0 = crypto::sr25519::sign(world_.keys[at.number], payload, {}).bytes;
    BitfieldGossip::Effects out;
    at.bitfields.distribute(message, draw(), out);
    carry_out(at, out);
}

void Simulation::carry_out(Validator& at, const BitfieldGossip::Effects& effects) {
    for (const auto& effect : effects) {
        if (const auto* send_to = std::get_if<BitfieldGossip::Effect::Send>(&effect.v)) {
            send(at.number, send_to->peers, {ValidationMessage::Bitfield{{send_to->message}}});
        } else {
            const auto& message = std::get<BitfieldGossip::Effect::Provide>(effect.v).message;
            at.seen_bitfields[message.relay_parent].push_back(message.bitfield);
        }
    }
}

// --- approvals ---

void Simulation::carry_out(Validator& at, const ApprovalGossip::Effects& effects) {
    using Verdict = ApprovalGossip::Verdict;
    for (const ApprovalGossipEffect& effect : effects) {
        if (const auto* send_to = std::get_if<ApprovalGossipEffect::Send>(&effect.v)) {
            send(at.number, send_to->peers, {ValidationMessage::Approval{send_to->message}});
            continue;
        }
        const auto& judged = std::get<ApprovalGossipEffect::Judged>(effect.v);
        const bool is_bad = judged.verdict == Verdict::kInvalid || judged.verdict == Verdict::kMalformed;
        cost(at.number, judged.peer, is_bad, "approval " + std::to_string(static_cast<int>(judged.verdict)));
    }
}

void Simulation::carry_out(Validator& at, const ApprovalVoting::Effects& effects) {
    for (const ApprovalEffect& effect : effects) {
        if (const auto* assignment = std::get_if<ApprovalEffect::DistributeAssignment>(&effect.v)) {
            ApprovalGossip::Effects out;
            at.gossip.distribute(*assignment, draw(), out);
            carry_out(at, out);
        } else if (const auto* job = std::get_if<ApprovalEffect::Check>(&effect.v)) {
            check(at, *job);
        } else if (const auto* sign = std::get_if<ApprovalEffect::Sign>(&effect.v)) {
            IndirectApproval approval{sign->block, sign->indices, sign->validator, {}};
            const Bytes payload = approval_payload(sign->candidates, sign->session);
            approval.signature._0._0 = crypto::sr25519::sign(world_.keys[at.number], payload, {}).bytes;
            ApprovalVoting::Effects out;
            at.voting.on_signed(approval, out);
            carry_out(at, out);
        } else if (const auto* approval = std::get_if<ApprovalEffect::DistributeApproval>(&effect.v)) {
            ApprovalGossip::Effects out;
            at.gossip.distribute(*approval, out);
            carry_out(at, out);
        } else if (const auto* dispute = std::get_if<ApprovalEffect::Dispute>(&effect.v)) {
            report_.disputed.insert(dispute->candidate);
            // A dispute reaches all in a moment.
            for (const auto& node : validators_) {
                clock_.after(2 * links_.delay(),
                             [&to = *node, hash = dispute->candidate] { to.disputed.insert(hash); });
            }
        }
    }
}

void Simulation::check(Validator& at, const ApprovalEffect::Check& job) {
    ++report_.checks;
    if (at.lies.is_no_show) return;
    const CandidateHash& hash = job.candidate.candidate;
    const auto [entry, is_new] = at.jobs.try_emplace(hash);
    entry->second.blocks.push_back(job.block);
    if (!is_new) return;
    const auto& descriptor = truth_.at(hash).first.descriptor;
    RecoveryOptions& options = entry->second.options;
    options = {hash,
               descriptor.erasure_root,
               descriptor.pov_hash,
               world_.session.groups[job.candidate.group._0],
               job.candidate.core,
               erasure::ChunkMapping::kByCore};
    // Some recover from backers, some from chunks.
    if (random_() % 2 == 0) options.small_data_size = 0;
    std::vector<std::pair<ValidatorIndex, ErasureChunk>> own;
    if (const auto chunk = at.find_chunk(hash, at.own)) own.emplace_back(at.own, *chunk);
    ByteArray<32> seed{};
    store_le(seed.data(), random_());
    entry->second.recovery = std::make_unique<Recovery>(code_, options, own, seed);
    Recovery::Effects out;
    entry->second.recovery->start(clock_.now(), out);
    carry_out(at, hash, out);
}

void Simulation::carry_out(Validator& at, const CandidateHash& hash, const Recovery::Effects& effects) {
    for (const auto& effect : effects) {
        const auto job = at.jobs.find(hash);
        if (job == at.jobs.end() || job->second.recovery == nullptr) return;
        if (const auto* data = std::get_if<Recovery::Effect::RequestData>(&effect.v)) {
            const uint32_t target = data->target._0;
            links_.request<AvailableData>(
                at.number, target, 2000,
                [this, target, hash](const auto& answer) {
                    Validator* server = living(target);
                    if (server == nullptr || server->lies.withholds_chunks) return;
                    answer(server->find_data(hash));
                },
                [this, &at, hash, target](std::optional<AvailableData> answer) {
                    const auto found = at.jobs.find(hash);
                    if (found == at.jobs.end() || found->second.recovery == nullptr) return;
                    Recovery::Effects out;
                    found->second.recovery->on_data({target}, answer, clock_.now(), out);
                    carry_out(at, hash, out);
                });
        } else if (const auto* chunk = std::get_if<Recovery::Effect::RequestChunk>(&effect.v)) {
            const uint32_t target = chunk->target._0, of = chunk->chunk_of._0;
            links_.request<ErasureChunk>(
                at.number, target, 1000,
                [this, target, of, hash](const auto& answer) {
                    Validator* server = living(target);
                    if (server == nullptr || server->lies.withholds_chunks) return;
                    answer(server->find_chunk(hash, {of}));
                },
                [this, &at, hash, target, of](std::optional<ErasureChunk> answer) {
                    const auto found = at.jobs.find(hash);
                    if (found == at.jobs.end() || found->second.recovery == nullptr) return;
                    Recovery::Effects out;
                    if (answer) {
                        found->second.recovery->on_chunk({target}, {of}, *answer, clock_.now(), out);
                    } else {
                        found->second.recovery->on_chunk({target}, {of}, Recovery::NoChunk::kFailure, clock_.now(),
                                                         out);
                    }
                    carry_out(at, hash, out);
                });
        } else if (const auto* found = std::get_if<Recovery::Effect::Recovered>(&effect.v)) {
            return on_recovered(at, hash, found->data, false);
        } else if (const auto* failed = std::get_if<Recovery::Effect::Failed>(&effect.v)) {
            return on_recovered(at, hash, std::nullopt, failed->is_invalid);
        } else {
            std::optional<AvailableData> checked;
            if (const auto* whole = std::get_if<Recovery::Effect::Check>(&effect.v)) {
                checked = check_recovered(code_, job->second.options, whole->data);
            } else {
                checked =
                    rebuild_recovered(code_, job->second.options, std::get<Recovery::Effect::Rebuild>(effect.v).chunks);
            }
            Recovery::Effects out;
            job->second.recovery->on_checked(std::move(checked), clock_.now(), out);
            carry_out(at, hash, out);
        }
    }
}

void Simulation::on_recovered(Validator& at, const CandidateHash& hash, const std::optional<AvailableData>& data,
                              bool is_invalid) {
    auto job = at.jobs.extract(hash);
    if (!data && !is_invalid) ++report_.recoveries_failed;
    const bool is_valid = data && (truth_.at(hash).second || at.lies.backs_garbage);
    auto outcome = is_valid ? ApprovalVoting::Outcome::kValid : ApprovalVoting::Outcome::kInvalid;
    if (!data && !is_invalid) outcome = ApprovalVoting::Outcome::kUnavailable;
    clock_.after(100 + random_() % 400, [this, &at, hash, outcome, blocks = job.mapped().blocks] {
        for (const Hash256& block : blocks) {
            ApprovalVoting::Effects out;
            at.voting.on_checked(block, hash, outcome, clock_.now() / kTickMs, out);
            carry_out(at, out);
        }
    });
}

}  // namespace serinus::parachain::simulation
