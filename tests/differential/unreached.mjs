// What no scenario reaches of the compared pallets, each with its reason. Everything else must be reached, and nothing that
// is reached may stand here.

const kCurrency = 'only pallets that are absent move money in this way';
const kNis = 'only Nis holds, and only its counterpart mints and burns';
const kOld = 'the reference has it for its index alone; nothing makes it';
const kDropped = 'Session asks for the change, and drops the error';
const kByTrait = 'nobody moves tasks: Referenda removes and makes them';
const kSuspension = 'why a member cannot be suspended, which nobody is told';
const kSubstitute = 'Referenda deals with it in another way; nothing makes it';

const kToPool = 'the pool and blocks are told its number: Invalid.Custom; a dispatch panics';
const kByRegistrar = 'Registrar asks before, or answers with an error of its own';
const kByLease = 'Slots alone asks for it';

export const kUnreached = {
    calls: {
    },
    errors: {
        'System.NonDefaultComposite': kOld,
        'System.NonZeroRefCount': kOld,
        'Balances.VestingBalance': kOld,
        'Balances.ExistingVestingSchedule': kOld,
        'Balances.ExistentialDeposit': kCurrency,
        'Balances.Expendability': `${kCurrency}; of fees it becomes Invalid.Payment`,
        'Balances.TooManyReserves': 'nobody on Kusama has 50 named reserves',
        'Balances.TooManyHolds': kNis,
        'Balances.TooManyFreezes': 'nobody freezes on Kusama',
        'Session.InvalidProof': 'session keys are taken without a proof',
        'Grandpa.PauseFailed': 'no call pauses',
        'Grandpa.ResumeFailed': 'no call resumes',
        'Grandpa.ChangePending': kDropped,
        'Grandpa.TooSoon': kDropped,
        'Proxy.Unproxyable': kOld,
        'Multisig.NoApprovalsNeeded': kOld,
        'Multisig.AlreadyStored': kOld,
        'Preimage.Requested': kOld,
        'Preimage.TooBig': 'an extrinsic has fewer bytes than a preimage may have',
        'Scheduler.RescheduleNoChange': kByTrait,
        'Scheduler.Named': kByTrait,
        'Identity.TooManyFields': 'a list with more fields does not decode',
        'Referenda.Full': kSubstitute,
        'Referenda.QueueEmpty': kSubstitute,
        'Referenda.NothingToDo': kSubstitute,
        'FellowshipReferenda.Full': kSubstitute,
        'FellowshipReferenda.QueueEmpty': kSubstitute,
        'FellowshipReferenda.NothingToDo': kSubstitute,
        'Society.InsufficientPot': kOld,
        'Society.Head': kSuspension,
        'Society.Founder': kSuspension,
        'Society.Voted': kOld,
        'Society.Expired': kOld,
        'Society.NoVotes': kOld,
        'FellowshipCollective.NoneRemaining': kOld,
        'Registrar.NotParachain': kByLease,
        'Registrar.CannotDowngrade': kByLease,
        'Registrar.CannotUpgrade': kByLease,
        'Paras.NotRegistered': kByRegistrar,
        'Paras.CannotOnboard': kByRegistrar,
        'Paras.CannotOffboard': kByRegistrar,
        'Paras.CannotUpgrade': kByRegistrar,
        'Paras.CannotDowngrade': kByRegistrar,
        'FellowshipCollective.Corruption': 'the indices do not contradict each other',
        'ElectionProviderMultiPhase.PreDispatchWrongWinnerCount': kToPool,
        'ElectionProviderMultiPhase.PreDispatchWeakSubmission': kToPool,
        'ElectionProviderMultiPhase.OcwCallWrongEra': kToPool,
        'ElectionProviderMultiPhase.SignedInvalidWitness': kOld,
        'ElectionProviderMultiPhase.InvalidSubmissionIndex': kOld,
        'ElectionProviderMultiPhase.BoundNotMet': 'an election on chain has no more winners than there may be',
        'Staking.DuplicateIndex': kOld,
        'Staking.InvalidNumberOfNominations': kOld,
        'Staking.IncorrectHistoryDepth': kOld,
        'Staking.BoundNotMet': 'what is older than the history is removed before an era is added',
    },
    events: {
        'Balances.Minted': kNis,
        'Balances.Burned': kNis,
        'Balances.Suspended': kCurrency,
        'Balances.Restored': kCurrency,
        'Balances.Issued': kNis,
        'Balances.Rescinded': kNis,
        'Balances.Frozen': 'nobody freezes on Kusama',
        'Balances.Thawed': 'nobody freezes on Kusama',
        'Referenda.Approved': kOld,
        'FellowshipReferenda.Approved': kOld,
        'Society.Inducted': kOld,
        'Society.CandidateSuspended': kOld,
        'Staking.OldSlashingReportDiscarded': 'reports of Babe, Grandpa and ImOnline do not go through the filter that says so',
        'Staking.SnapshotVotersSizeExceeded': 'Kusama bounds the number of voters, not their size',
        'Staking.SnapshotTargetsSizeExceeded': 'Kusama does not bound the size of targets',
    },
    items: {
        'System.EventTopics': 'no event on Kusama has topics',
        'Balances.Account': 'accounts stand in System',
        'Balances.Reserves': 'nobody among the compared pallets reserves by name',
        'Balances.Holds': kNis,
        'Balances.Freezes': 'nobody freezes on Kusama',
        'Dmp.DeliveryFeeFactor': 'nobody but parachains fills half a queue',
        'Hrmp.HrmpWatermarks': 'candidates of parachains set it',
        'Hrmp.HrmpChannelDigests': 'candidates of parachains write it',
        'TransactionPayment.StorageVersion': 'written at the genesis',
    },
};
