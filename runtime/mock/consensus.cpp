// The pallets of consensus in the mock runtime with validators.
#include "runtime/mock/validators.hpp"
#include "runtime/pallets/authority_discovery/authority_discovery.ipp"
#include "runtime/pallets/authorship/authorship.ipp"
#include "runtime/pallets/babe/babe.ipp"
#include "runtime/pallets/beefy/beefy.ipp"
#include "runtime/pallets/beefy_mmr/beefy_mmr.ipp"
#include "runtime/pallets/grandpa/grandpa.ipp"
#include "runtime/pallets/mmr/mmr.ipp"
#include "runtime/pallets/offences/offences.ipp"
#include "runtime/pallets/session/historical.ipp"
#include "runtime/pallets/session/session.ipp"
#include "runtime/pallets/timestamp/timestamp.ipp"

SERINUS_PALLET(serinus::pallet_timestamp::Pallet<serinus::mock::validators::TimestampConfig>)
SERINUS_PALLET(serinus::pallet_babe::Pallet<serinus::mock::validators::BabeConfig>)
SERINUS_PALLET(serinus::pallet_authorship::Pallet<serinus::mock::validators::AuthorshipConfig>)
SERINUS_PALLET(serinus::pallet_offences::Pallet<serinus::mock::validators::OffencesConfig>)
SERINUS_PALLET(serinus::pallet_session::historical::Pallet<serinus::mock::validators::HistoricalConfig>)
SERINUS_PALLET(serinus::pallet_session::Pallet<serinus::mock::validators::SessionConfig>)
SERINUS_PALLET(serinus::pallet_grandpa::Pallet<serinus::mock::validators::GrandpaConfig>)
SERINUS_PALLET(serinus::pallet_authority_discovery::Pallet<serinus::mock::validators::AuthorityDiscoveryConfig>)
SERINUS_PALLET(serinus::pallet_beefy::Pallet<serinus::mock::validators::BeefyConfig>)
SERINUS_PALLET(serinus::pallet_mmr::Pallet<serinus::mock::validators::MmrConfig>)
SERINUS_PALLET(serinus::pallet_beefy_mmr::Pallet<serinus::mock::validators::BeefyMmrLeafConfig>)
