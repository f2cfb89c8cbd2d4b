#include "runtime/pallets/authorship/authorship.ipp"

#include "runtime/kusama/runtime.hpp"

SERINUS_PALLET(serinus::pallet_authorship::Pallet<serinus::kusama::AuthorshipConfig>)
