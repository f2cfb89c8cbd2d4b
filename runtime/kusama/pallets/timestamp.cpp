#include "runtime/pallets/timestamp/timestamp.ipp"

#include "runtime/kusama/runtime.hpp"

SERINUS_PALLET(serinus::pallet_timestamp::Pallet<serinus::kusama::TimestampConfig>)
