/// The fixture of tests of candidates, from the author's data to their inclusion: makes them with signatures of their
/// groups.
#pragma once

#include "runtime/mock/host_test.hpp"
#include "runtime/mock/para_signer_test.hpp"

namespace serinus::polkadot_runtime_parachains::paras_inherent {
using namespace mock::host;
using mock::none;
using mock::host::ParaInclusion;
using mock::host::ParaInherent;
using polkadot_primitives::v5::AvailabilityBitfield;
using polkadot_primitives::v5::Bits;
using polkadot_primitives::v5::CoreIndex;
using polkadot_primitives::v5::PersistedValidationData;
using polkadot_primitives::v5::SigningContext;
using polkadot_primitives::v5::UncheckedSignedAvailabilityBitfield;
using polkadot_primitives::v5::ValidatorId;
using polkadot_primitives::v5::ValidatorSignature;
using polkadot_primitives::v5::ValidityAttestation;
using Error = ParaInherent::Error;
using Claim = para_scheduler::Assignment;

/// Three cores with groups of two, one and one validators; paras 2000 and 2001, whose heads are one byte.
class CandidateInherentTest : public Host {
  protected:
    static constexpr uint32_t kSession = 5, kPara = 2000, kOther = 2001;
    static constexpr uint8_t kFirstHead = 10;
    inline static const std::vector<mock::ParaSigner> kSigners = {mock::ParaSigner(1), mock::ParaSigner(2),
                                                                  mock::ParaSigner(3), mock::ParaSigner(4)};
    primitives::Header parent;

    void SetUp() override {
        Host::SetUp();
        configure([](auto& config) {
            auto& params = config.scheduler_params;
            params.lookahead = 3;
            params.num_cores = 3;
            params.group_rotation_frequency = 100;
            params.paras_availability_period = 4;
            config.minimum_backing_votes = 1;
            config.max_head_data_size = 100;
            config.max_pov_size = 1'000;
            config.max_upward_queue_count = config.max_upward_message_num_per_candidate = 4;
            config.max_upward_queue_size = config.max_upward_message_size = 100;
            config.node_features = Bits(4);
            config.node_features.set(configuration::kCandidateReceiptV2, true);
        });
        std::vector<ValidatorId> keys;
        for (const mock::ParaSigner& signer : kSigners) keys.push_back(signer.id);
        ParasShared::storage.ActiveValidatorKeys.put(keys);
        ParasShared::storage.ActiveValidatorIndices.put({{0}, {1}, {2}, {3}});
        ParasShared::storage.CurrentSessionIndex.put(kSession);
        ParaScheduler::storage.ValidatorGroups.put({{{0}, {1}}, {{2}}, {{3}}});
        ParaScheduler::storage.SessionStartBlock.put(1);
        for (const uint32_t para : {kPara, kOther}) {
            Paras::storage.Heads.put({para}, {{kFirstHead}});
            Paras::storage.MostRecentContext.put({para}, 0);
            Paras::storage.CurrentCodeHash.put({para}, code_of(para));
        }
        assign({kPara, kOther, kOther});
        begin(10);
    }

    static Hash256 hash_of(const primitives::Header& block) { return host::blake2_256(scale::encode(block)); }
    static ValidationCodeHash code_of(uint32_t para) { return {host::blake2_256(scale::encode(para))}; }
    /// Gives each core to a para, with claims as far as the configuration looks.
    static void assign(std::vector<uint32_t> paras) {
        ParaScheduler::ClaimQueues queues;
        for (uint32_t core = 0; core < paras.size(); ++core) {
            queues[{core}] = std::vector<Claim>(3, {Claim::Bulk{{paras[core]}}});
            CoretimeAssignmentProvider::storage.CoreDescriptors.remove({core});
            EXPECT_TRUE(CoretimeAssignmentProvider::assign_core(
                {core}, 1, {{{assigner_coretime::CoreAssignment::Task{paras[core]}}, {57'600}}}, std::nullopt));
        }
        ParaScheduler::storage.ClaimQueue.put(queues);
    }
    /// Begins a block.
    void begin(BlockNumber number) {
        go_to(number);
        parent.number = number - 1;
        parent.state_root.bytes.fill(static_cast<uint8_t>(number));
        System::storage.ParentHash.put(hash_of(parent));
        ParaInherent::storage.Included.remove();
    }
    /// The block after this one, whose inherent has nothing in it.
    void pass() {
        enter_ok(data());
        begin(System::block_number() + 1);
    }

    struct Options {
        uint32_t version = 2;
        std::vector<Bytes> signals{};  ///< behind the separator
        std::optional<primitives::Header> relay_parent{};
        std::optional<uint32_t> injected{};  ///< core, behind the bits
        std::vector<uint32_t> absent{};      ///< members of the group who have not signed
        uint32_t session = kSession;
        std::optional<primitives::Header> scheduling_parent{};  ///< of version 3; the latest block
        uint8_t session_offset = 0;                             ///< from the relay parent's session to that one's
        uint32_t signed_in = kSession;
        bool has_separator = false;
        bool has_code = false;
    };
    /// From one head to another, backed by the whole group.
    BackedCandidate candidate(uint32_t para, uint32_t core, uint8_t from, uint8_t to) const {
        return candidate(para, core, from, to, Options());
    }
    BackedCandidate candidate(uint32_t para, uint32_t core, uint8_t from, uint8_t to, const Options& options) const {
        const primitives::Header& on = options.relay_parent ? *options.relay_parent : parent;
        BackedCandidate out;
        auto& [descriptor, commitments] = out.candidate;
        descriptor.para_id = {para};
        descriptor.relay_parent = hash_of(on);
        if (options.version == 1) {
            descriptor.reserved1.fill(1);
            descriptor.reserved2.fill(1);
        } else {
            descriptor.version = {static_cast<uint8_t>(options.version - 2)};
            descriptor.core_index = static_cast<uint16_t>(core);
            descriptor.session_index = options.session;
        }
        if (options.version == 3) {
            descriptor.reserved1[0] = options.session_offset;
            const Hash256 scheduling = hash_of(options.scheduling_parent.value_or(parent));
            std::ranges::copy(scheduling.bytes, descriptor.reserved2.begin());
        }
        descriptor.persisted_validation_data_hash =
            PersistedValidationData{{{from}}, on.number, on.state_root, 1'000}.hash();
        descriptor.para_head = host::blake2_256(Bytes{to});
        descriptor.validation_code_hash = code_of(para);
        commitments.head_data = {{to}};
        commitments.hrmp_watermark = on.number;
        std::vector<Bytes> messages;
        if (options.has_separator || !options.signals.empty()) messages.emplace_back();
        messages.insert(messages.end(), options.signals.begin(), options.signals.end());
        commitments.upward_messages = *polkadot_primitives::v5::UpwardMessages::from(std::move(messages));
        if (options.has_code) commitments.new_validation_code = ValidationCode{{1, 2, 3}};
        back(out, core, options);
        return out;
    }
    static void back(BackedCandidate& candidate, uint32_t core, const Options& options) {
        const auto group = ParaScheduler::validator_groups().at(core);
        candidate.validator_indices = Bits(group.size());
        candidate.validity_votes.clear();
        const SigningContext context{options.signed_in,
                                     candidate.descriptor().scheduling_parent(vstaging::DescriptorRules::UpToV3)};
        for (uint32_t member = 0; member < group.size(); ++member) {
            if (std::ranges::find(options.absent, member) != options.absent.end()) continue;
            candidate.validator_indices.set(member, true);
            ValidityAttestation vote{ValidityAttestation::Explicit{}};
            const Bytes payload = vote.signing_payload(candidate.hash(), context);
            vote.v = ValidityAttestation::Explicit{kSigners[group[member]._0].sign(payload)};
            candidate.validity_votes.push_back(vote);
        }
        if (options.version == 1 || options.injected) {
            auto backers = vstaging::BackedCandidate::Backers{candidate.validator_indices,
                                                              CoreIndex{options.injected.value_or(core)}};
            candidate.set_backers(backers);
        }
    }
    UncheckedSignedAvailabilityBitfield bitfield(uint32_t validator, std::vector<uint32_t> cores) const {
        Bits bits(3);
        for (const uint32_t core : cores) bits.set(core, true);
        UncheckedSignedAvailabilityBitfield out{AvailabilityBitfield{bits}, {validator}, {}};
        out.signature = kSigners[validator].sign(out.signing_payload({kSession, System::parent_hash()}));
        return out;
    }
    /// Three of four say that candidates on these cores are there.
    UncheckedSignedAvailabilityBitfields available(const std::vector<uint32_t>& cores) const {
        return {bitfield(0, cores), bitfield(1, cores), bitfield(3, cores)};
    }

    ParachainsInherentData data(std::vector<BackedCandidate> candidates = {},
                                UncheckedSignedAvailabilityBitfields bitfields = {}) const {
        return {std::move(bitfields), std::move(candidates), {}, parent};
    }
    /// What an author makes of that.
    static ParachainsInherentData provided(const ParachainsInherentData& given) {
        InherentData from_node;
        from_node.data[ParaInherent::kInherentIdentifier] = scale::encode(given);
        const auto before = native::state();
        const auto call = ParaInherent::create_inherent(from_node);
        native::state() = before;
        return call ? call->get_if<ParaInherent::enter>()->data : ParachainsInherentData{};
    }
    /// Enters what an author makes of it; how many candidates that were.
    size_t enter_provided(const ParachainsInherentData& given) {
        const auto made = provided(given);
        enter_ok(made);
        return made.backed_candidates.size();
    }
    static void enter_ok(const ParachainsInherentData& data) { make_ok(none(), ParaInherent::enter{data}); }
    static std::vector<uint32_t> cores_of(uint32_t para) {
        std::vector<uint32_t> out;
        for (const auto& pending : ParaInclusion::pending_availability({para})) out.push_back(pending.core._0);
        return out;
    }
    static uint8_t head_of(uint32_t para) { return Paras::storage.Heads.get({para})->_0[0]; }
    using Cores = std::vector<uint32_t>;
};

}  // namespace serinus::polkadot_runtime_parachains::paras_inherent
