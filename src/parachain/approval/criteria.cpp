#include "parachain/approval/criteria.hpp"

#include <set>

#include "base/chacha20.hpp"

namespace serinus::parachain {
namespace {

namespace vrf = crypto::vrf;
using crypto::Transcript;

Transcript modulo_transcript(const RelayVrfStory& story) {
    Transcript out("A&V MOD v2");
    out.append("RC-VRF", BytesView(story));
    return out;
}

Transcript delay_transcript(const RelayVrfStory& story, CoreIndex core) {
    Transcript out("A&V DELAY");
    out.append("RC-VRF", BytesView(story));
    out.append("core", BytesView(scale::encode(core._0)));
    return out;
}

Transcript assigned_transcript(const Bits& cores) {
    Transcript out("A&V ASSIGNED v2");
    out.append("cores", BytesView(scale::encode(cores)));
    return out;
}

/// The cores that the VRF gives, whether or not a candidate leaves them.
std::set<CoreIndex> modulo_cores(const vrf::InOut& in_out, const AssignmentConfig& config) {
    ChaCha20 random(vrf::make_bytes<32>(in_out, "A&V CORE v2"));
    std::vector<CoreIndex> cores;
    cores.reserve(config.cores);
    for (uint32_t core = 0; core < config.cores; ++core) cores.push_back({core});
    const auto drawn = random.draw(std::span(cores), std::min<size_t>(config.modulo_samples, kMaxModuloSamples));
    return {drawn.begin(), drawn.end()};
}

DelayTranche delay_tranche(const vrf::InOut& in_out, const AssignmentConfig& config) {
    const uint64_t width = uint64_t{config.delay_tranches} + config.zeroth_delay_tranche_width;
    if (width == 0) return 0;  // a runtime that says so divides by zero in the reference
    const auto word = load_le<uint32_t>(vrf::make_bytes<4>(in_out, "A&V TRANCHE").data());
    const auto wide = static_cast<uint32_t>(word % width);
    return wide - std::min(wide, config.zeroth_delay_tranche_width);
}

bool is_in_group(const AssignmentConfig& config, ValidatorIndex validator, GroupIndex group) {
    if (group._0 >= config.groups.size()) return false;
    const auto& members = config.groups[group._0];
    return std::find(members.begin(), members.end(), validator) != members.end();
}

Bits bits_of_cores(const std::set<CoreIndex>& cores) {
    std::vector<size_t> indices;
    indices.reserve(cores.size());
    for (const CoreIndex core : cores) indices.push_back(core._0);
    return bits_of(indices);
}

VrfSignature wire_signature(const vrf::PreOutput& pre_output, const vrf::Proof& proof) {
    return {pre_output.bytes, proof.bytes};
}

}  // namespace

AssignmentConfig AssignmentConfig::of(const polkadot_primitives::v5::SessionInfo& session) {
    AssignmentConfig out;
    for (const auto& key : session.assignment_keys) out.keys.push_back({key._0._0});
    out.groups = session.validator_groups._0;
    out.cores = session.n_cores;
    out.zeroth_delay_tranche_width = session.zeroth_delay_tranche_width;
    out.modulo_samples = session.relay_vrf_modulo_samples;
    out.delay_tranches = session.n_delay_tranches;
    return out;
}

std::optional<RelayVrfStory> relay_vrf_story(const crypto::sr25519::PublicKey& author, const vrf::PreOutput& pre_output,
                                             const ByteArray<32>& epoch_randomness, uint64_t slot,
                                             uint64_t epoch_index) noexcept {
    const auto in_out = vrf::attach(author, vrf::babe_transcript(epoch_randomness, slot, epoch_index), pre_output);
    if (!in_out) return std::nullopt;
    return vrf::make_bytes<32>(*in_out, "A&V RC-VRF");
}

std::map<CoreIndex, OwnAssignment> compute_assignments(const crypto::sr25519::KeyPair& key, ValidatorIndex own,
                                                       const AssignmentConfig& config, const RelayVrfStory& story,
                                                       const std::vector<LeavingCore>& leaving,
                                                       const std::function<ByteArray<32>()>& draw) {
    std::map<CoreIndex, OwnAssignment> out;
    if (config.cores == 0 || config.keys.empty() || config.groups.empty()) return out;
    std::set<CoreIndex> cores;
    for (const LeavingCore& one : leaving) {
        if (!is_in_group(config, own, one.group)) cores.insert(one.core);
    }

    const vrf::InOut modulo = vrf::evaluate(key, modulo_transcript(story));
    std::set<CoreIndex> assigned;
    for (const CoreIndex core : modulo_cores(modulo, config)) {
        if (cores.contains(core)) assigned.insert(core);
    }
    if (!assigned.empty()) {
        const Bits bits = bits_of_cores(assigned);
        const auto proofs = vrf::prove(key, modulo, draw(), assigned_transcript(bits));
        const OwnAssignment assignment{
            {{AssignmentCertKind::RelayVrfModuloCompact{bits}}, wire_signature(modulo.output, proofs.proof)}, 0, own};
        for (const CoreIndex core : assigned) out.emplace(core, assignment);
    }

    for (const CoreIndex core : cores) {
        // A compact certificate is of tranche 0: no delay is earlier.
        if (out.contains(core)) continue;
        const vrf::InOut delay = vrf::evaluate(key, delay_transcript(story, core));
        const DelayTranche tranche = delay_tranche(delay, config);
        const auto proofs = vrf::prove(key, delay, draw());
        out.emplace(
            core,
            OwnAssignment{
                {{AssignmentCertKind::RelayVrfDelay{core}}, wire_signature(delay.output, proofs.proof)}, tranche, own});
    }
    return out;
}

const char* to_string(InvalidAssignment reason) noexcept {
    switch (reason) {
        case InvalidAssignment::kNoSuchValidator:
            return "no such validator";
        case InvalidAssignment::kNothingClaimed:
            return "no candidate is claimed, or several by one delay";
        case InvalidAssignment::kNoSuchCore:
            return "no such core";
        case InvalidAssignment::kOwnGroup:
            return "the validator's group has backed it";
        case InvalidAssignment::kOtherCores:
            return "the certificate is for other cores";
        case InvalidAssignment::kBadProof:
            return "the proof is wrong";
    }
    return "unknown";
}

std::vector<CoreIndex> cores_of(const AssignmentCertKind& kind) {
    if (const auto* delay = std::get_if<AssignmentCertKind::RelayVrfDelay>(&kind.v)) return {delay->core_index};
    std::vector<CoreIndex> out;
    for (const size_t core : ones_of(std::get<AssignmentCertKind::RelayVrfModuloCompact>(kind.v).core_bitfield)) {
        out.push_back({static_cast<uint32_t>(core)});
    }
    return out;
}

Result<DelayTranche, InvalidAssignment> check_assignment(const std::vector<LeavingCore>& claimed,
                                                         ValidatorIndex validator, const AssignmentConfig& config,
                                                         const RelayVrfStory& story, const AssignmentCert& cert) {
    if (validator._0 >= config.keys.size()) return Err(InvalidAssignment::kNoSuchValidator);
    if (claimed.empty()) return Err(InvalidAssignment::kNothingClaimed);
    const crypto::sr25519::PublicKey& key = config.keys[validator._0];
    std::set<CoreIndex> cores;
    for (const LeavingCore& one : claimed) {
        if (one.core._0 >= config.cores) return Err(InvalidAssignment::kNoSuchCore);
        if (is_in_group(config, validator, one.group)) return Err(InvalidAssignment::kOwnGroup);
        cores.insert(one.core);
    }
    if (cores.size() != claimed.size()) return Err(InvalidAssignment::kNothingClaimed);
    const vrf::Signature signature{{cert.vrf.pre_output}, {cert.vrf.proof}};

    if (const auto* compact = std::get_if<AssignmentCertKind::RelayVrfModuloCompact>(&cert.kind.v)) {
        if (compact->core_bitfield != bits_of_cores(cores)) return Err(InvalidAssignment::kOtherCores);
        const auto in_out =
            vrf::verify(key, modulo_transcript(story), signature, assigned_transcript(compact->core_bitfield));
        if (!in_out) return Err(InvalidAssignment::kBadProof);
        const std::set<CoreIndex> given = modulo_cores(*in_out, config);
        for (const CoreIndex core : cores) {
            if (!given.contains(core)) return Err(InvalidAssignment::kOtherCores);
        }
        return DelayTranche{0};
    }
    const CoreIndex core = std::get<AssignmentCertKind::RelayVrfDelay>(cert.kind.v).core_index;
    if (claimed.size() != 1) return Err(InvalidAssignment::kNothingClaimed);
    if (core != claimed.front().core) return Err(InvalidAssignment::kOtherCores);
    const auto in_out = vrf::verify(key, delay_transcript(story, core), signature);
    if (!in_out) return Err(InvalidAssignment::kBadProof);
    return delay_tranche(*in_out, config);
}

}  // namespace serinus::parachain
