#include "runtime/pallets/session/historical.ipp"

#include "runtime/kusama/runtime.hpp"

SERINUS_PALLET(serinus::pallet_session::historical::Pallet<serinus::kusama::HistoricalConfig>)
