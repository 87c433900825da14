package schema

// Fields lists every Field in the order of their declaration: what a profile may map a label to.
func Fields() []Field {
	return []Field{
		FieldTitle, FieldNativeID, FieldRCO, FieldUpdatedOn, FieldHighlights,
		FieldGeneralObjective, FieldObjective, FieldProgramme, FieldPrerequisites, FieldAdmission,
		FieldSelection, FieldAudience, FieldEntryLevel, FieldExitLevel, FieldValidation,
		FieldCertifying, FieldPathway, FieldPersonalisable, FieldTeachingMode, FieldEntryExit,
		FieldPace, FieldDuration, FieldCentreHours, FieldCompanyHours, FieldWeeklyHours,
		FieldPrice, FieldFunding, FieldFundingType, FieldFunder, FieldScheme,
		FieldMeasure, FieldFundingReference, FieldConventioned, FieldProContract, FieldApprenticeship,
		FieldFollowUp, FieldCodes, FieldRNCP, FieldRS, FieldCertifInfo,
		FieldROME, FieldFormacode, FieldNSF, FieldCPF,
		FieldDisabilityAccess, FieldAssessment, FieldMethods, FieldAccessDelay, FieldResults, FieldEquivalences, FieldBlocks,
		FieldCertifier, FieldRegisteredFrom, FieldRegisteredUntil, FieldCPFEligible, FieldGroupSize, FieldInformationDates,
		FieldEnrolmentUntil, FieldPositioning, FieldRemainingCost, FieldAlternance,
		FieldProvider, FieldProviderName,
		FieldProviderSIRET, FieldProviderNDA, FieldProviderReference, FieldProviderAddress, FieldProviderPostal,
		FieldProviderCity, FieldProviderPhone, FieldProviderEmail, FieldProviderWebsite, FieldContact,
		FieldContactName, FieldContactRole, FieldContactPhone, FieldContactEmail, FieldFax,
		FieldOther, FieldSessions, FieldSessionID, FieldSessionPublished, FieldSessionDates,
		FieldSessionStart, FieldSessionEnd, FieldSessionEntryExit, FieldSessionCity, FieldSessionPostal,
		FieldSessionProvider, FieldSessionState, FieldSessionCPF, FieldSessionSeats, FieldSessionHours,
		FieldSessionPrice, FieldSessionContact, FieldSessionText,
	}
}

// FillFields lists the fields of a course whose fill rate a database keeps, in its order: gates and floors count them.
func FillFields() []Field {
	return []Field{
		FieldTitle, FieldNativeID, FieldRCO, FieldHighlights, FieldGeneralObjective, FieldObjective,
		FieldProgramme, FieldPrerequisites, FieldAdmission, FieldSelection, FieldAudience,
		FieldEntryLevel, FieldExitLevel, FieldValidation, FieldCertifying, FieldPathway,
		FieldPersonalisable, FieldTeachingMode, FieldEntryExit, FieldPace, FieldDuration, FieldPrice,
		FieldFunding, FieldProContract, FieldApprenticeship, FieldFollowUp, FieldRNCP, FieldRS,
		FieldCertifInfo, FieldROME, FieldFormacode, FieldNSF, FieldProviderName, FieldProviderSIRET,
		FieldProviderCity, FieldSessions,
	}
}
